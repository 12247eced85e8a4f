import type { DepositState } from '~/types/api'

/** The visitor's own deposit on a lot that asks for one (`wanted`). Null for guests and while it is not known. */
export function useDeposit(lotId: string, wanted: () => boolean) {
  const api = useApi()
  const { me } = useSession()
  const deposit = shallowRef<DepositState | null>(null)
  let asked = 0
  async function load() {
    const mine = ++asked
    const answer = await api.get<DepositState>(`/lots/${lotId}/deposit`).catch(() => null)
    if (mine === asked) deposit.value = answer
  }
  watch(() => (wanted() ? me.value?.id : undefined), (account) => {
    deposit.value = null
    if (account) void load()
  }, { immediate: true })
  return { deposit, load }
}
