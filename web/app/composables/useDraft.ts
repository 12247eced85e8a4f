import type { LotEdit, SellerLot } from '~/types/api'
import { createDraftSaver, type DraftStore, type SaveState } from '~/utils/draft-saver'
import { faultsOf, formOf, missingOf, sendable, type LotFaults, type LotField, type LotForm } from '~/utils/lot-form'

function localStore(lotId: string): DraftStore<LotEdit> {
  const key = `gavel.draft.${lotId}`
  // Private windows may refuse storage; the draft is then kept only while the page is open.
  return {
    load() {
      try { return JSON.parse(localStorage.getItem(key) ?? 'null') } catch { return null }
    },
    keep(patch) {
      try { localStorage.setItem(key, JSON.stringify(patch)) } catch { /* see above */ }
    },
    clear() {
      try { localStorage.removeItem(key) } catch { /* see above */ }
    },
  }
}

function faultyFields(error: unknown): string[] {
  if (!(error instanceof ApiProblem)) return []
  const listed = error.problem.errors?.map(entry => entry.field) ?? []
  const names = error.problem.field ? [...listed, error.problem.field] : listed
  return [...new Set(names.map(name => name.split(/[.[/]/)[0]!))]
}

/** A lot's draft being edited: the form, what is wrong or missing in it, and how far saving has come. */
export function useDraft(lot: SellerLot) {
  const api = useApi()
  const { now } = useServerClock()

  const form = reactive<LotForm>(formOf(lot))
  const state = ref<SaveState>('saved')
  const error = ref<unknown>(null)
  const faults = computed<LotFaults>(() => faultsOf(form, now.value))
  const missing = computed(() => missingOf(form))
  // A field is judged aloud once it was left, or when publishing was tried.
  const left = reactive(new Set<LotField>())
  const shown = computed(() => Object.fromEntries(
    Object.entries(faults.value).filter(([field]) => left.has(field as LotField))) as LotFaults)

  const saver = createDraftSaver<LotEdit, SellerLot>({
    send: patch => api.patch<SellerLot>(`/lots/${lot.id}`, patch),
    isTemporary: failure => failure instanceof ApiOffline
      || (failure instanceof ApiProblem && (failure.status === 429 || failure.status >= 500)),
    faultyFields,
    onState(next, failure) {
      state.value = next
      error.value = failure
    },
    store: localStore(lot.id),
  })

  /** Takes an edit of the form; what is acceptable in it is saved shortly after. */
  function set(patch: Partial<LotForm>) {
    const faultyBefore = Object.keys(faults.value) as LotField[]
    Object.assign(form, patch)
    const faultsNow = faultsOf(form, now.value)
    // A field that another field's edit has just mended (a reserve under a lowered start price) goes along.
    const mended = faultyBefore.filter(field => !faultsNow[field] && !(field in patch))
    const whole = { ...Object.fromEntries(mended.map(field => [field, form[field]])), ...patch }
    saver.drop(Object.keys(whole).filter(field => faultsNow[field as LotField]))
    const edit = sendable(whole, faultsNow)
    if (Object.keys(edit).length) saver.edit(edit)
  }

  const restored = saver.restore()
  if (restored) Object.assign(form, restored)

  const retryNow = () => void saver.flush()
  window.addEventListener('online', retryNow)
  onScopeDispose(() => {
    window.removeEventListener('online', retryNow)
    void saver.flush()
    saver.stop()
  })

  return {
    form, faults, shown, missing, state, error, set, flush: saver.flush,
    leave: (field: LotField) => { left.add(field) },
    judgeAll: () => { for (const field of Object.keys(form)) left.add(field as LotField) },
  }
}

export type Draft = ReturnType<typeof useDraft>
