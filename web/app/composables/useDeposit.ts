import type { DepositState } from '~/types/api'

/** What a lot asks of the one who is signed in before they bid, and their own deposit. Null for guests and while it is not known. */
export function useDeposit(lotId: string) {
  const api = useApi()
  const { me, ready } = useSession()
  const deposit = shallowRef<DepositState | null>(null)
  let asked = 0
  async function load() {
    const mine = ++asked
    const answer = await api.get<DepositState>(`/lots/${lotId}/deposit`).catch(() => null)
    if (mine === asked) deposit.value = answer
  }
  watch([ready, () => me.value?.id], ([known, who]) => {
    deposit.value = null
    if (known && who) void load()
  }, { immediate: true })
  return { deposit, load }
}
