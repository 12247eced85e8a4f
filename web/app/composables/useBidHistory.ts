import type { Ref } from 'vue'
import type { BidHistory, PriceStep, Standing } from '~/types/api'

/** A hot lot changes many times a second; the list is asked for at most this often. */
const refresh_min_ms = 1500

/** Price steps of a lot, newest first; follows the standing and can go back page by page. */
export function useBidHistory(id: string, standing: Ref<Standing | null>) {
  const api = useApi()
  const steps = ref<PriceStep[]>([])
  const cursor = ref<string | null>(null)
  const loaded = ref(false)
  const error = ref<unknown>(null)
  let timer: ReturnType<typeof setTimeout> | undefined

  function merge(fresh: PriceStep[]) {
    const known = new Map(steps.value.map(step => [step.n, step]))
    for (const step of fresh) known.set(step.n, step)
    steps.value = [...known.values()].sort((a, b) => b.n - a.n)
  }

  async function refresh() {
    error.value = null
    try {
      const page = await api.get<BidHistory>(`/lots/${id}/bids`)
      const last = page.items.at(-1)
      // More steps than one page came in between: start over rather than show a list with a hole.
      const gap = last !== undefined && steps.value.length > 0 && last.n > steps.value[0]!.n + 1
      if (gap) steps.value = []
      if (gap || !loaded.value) cursor.value = page.next_cursor
      merge(page.items)
      loaded.value = true
    } catch (caught) {
      error.value = caught
    }
  }

  const more = useCommand(async () => {
    const page = await api.get<BidHistory>(`/lots/${id}/bids`, { cursor: cursor.value })
    merge(page.items)
    cursor.value = page.next_cursor
  })

  watch(() => standing.value && `${standing.value.price?.amount}/${standing.value.bids}`, (now, before) => {
    if (now === null || before === undefined || before === null || timer !== undefined) return
    timer = setTimeout(() => { timer = undefined; void refresh() }, loaded.value ? refresh_min_ms / 5 : refresh_min_ms)
  })
  onScopeDispose(() => clearTimeout(timer))
  void refresh()

  return { steps, cursor, loaded, error, refresh, more }
}
