import type { SellerLot } from '~/types/api'
import { faultsOf, formOf, missingOf, sendable, type LotFaults, type LotField, type LotForm } from '~/utils/lot-form'
import type { Draft } from '~/composables/useDraft'

/**
 * The form of a lot that already runs. Unlike a draft it is not saved as one types: every change is a record in the lot's public history,
 * so all of them go in one command when the seller says so.
 */
export function useLiveEdit(lot: SellerLot) {
  const api = useApi()
  const { now } = useServerClock()
  const before = formOf(lot)
  const form = reactive<LotForm>(formOf(lot))
  const left = reactive(new Set<LotField>())
  // The start lies in the past by now; it is not the form's business any more.
  const faults = computed<LotFaults>(() => {
    const { starts_at: _, ...others } = faultsOf(form, now.value)
    return others
  })
  const changed = computed(() => (Object.keys(form) as LotField[]).filter(field => JSON.stringify(form[field]) !== JSON.stringify(before[field])))

  const { run: save, pending, error } = useCommand(async () => {
    const patch = Object.fromEntries(changed.value.map(field => [field, form[field]]))
    return await api.patch<SellerLot>(`/lots/${lot.id}`, sendable(patch, faults.value))
  })

  // What the sections of the form ask of a draft.
  const draft = {
    form, faults, missing: computed(() => missingOf(form)),
    shown: computed(() => Object.fromEntries(Object.entries(faults.value).filter(([field]) => left.has(field as LotField))) as LotFaults),
    state: computed(() => (pending.value ? 'saving' as const : 'saved' as const)), error,
    set: (patch: Partial<LotForm>) => { Object.assign(form, patch) },
    leave: (field: LotField) => { left.add(field) },
    judgeAll: () => { for (const field of Object.keys(form)) left.add(field as LotField) },
    flush: async () => changed.value.length === 0,
  } as unknown as Draft

  return { draft, changed, faults, save, pending, error }
}
