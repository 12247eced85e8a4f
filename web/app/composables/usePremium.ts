import type { FeeBand, LotTotal } from '~/types/api'

/**
 * The buyer's premium of a lot as bands, asked for once: it is fixed on the day the lot is published, so every amount that is typed can be
 * summed here. Null while it is not known; then nothing is said about it.
 */
export function usePremium(lotId: string, amount: number, wanted: () => boolean) {
  const api = useApi()
  const bands = shallowRef<FeeBand[] | null>(null)
  let asked = false
  watch(wanted, async (now) => {
    if (!now || asked) return
    asked = true
    try { bands.value = (await api.get<LotTotal>(`/lots/${lotId}/total`, { amount })).premium_bands } catch { asked = false }
  }, { immediate: true })
  return bands
}
