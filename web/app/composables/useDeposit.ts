import type { DepositState } from '~/types/api'

/** What a lot asks of bidders before they bid, and the visitor's own deposit. Null while it is not known; then nothing is said about it. */
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
  watch([ready, () => me.value?.id], ([known]) => { if (known) void load() }, { immediate: true })
  return { deposit, load }
}
