import type { Ref } from 'vue'
import type { BidHistory, HistoryItem, Standing } from '~/types/api'

/** A hot lot changes many times a second; the list is asked for at most this often. */
const refresh_min_ms = 1500

/** Stable name of a row: steps are counted, a notice is the only one of its record. */
export const historyKey = (item: HistoryItem) => (item.kind === 'step' ? `step-${item.n}` : `notice-${item.seq}`)

/** Newest first; what an act did to the price comes after the act. */
function newestFirst(a: HistoryItem, b: HistoryItem): number {
  if (a.seq !== b.seq) return b.seq - a.seq
  const place = (item: HistoryItem) => (item.kind === 'step' ? item.n : 0)
  return place(b) - place(a)
}

const counts = (items: HistoryItem[]) => items.flatMap(item => (item.kind === 'step' ? [item.n] : []))

/** Price steps and notices of a lot, newest first; follows the standing and can go back page by page. */
export function useBidHistory(id: string, standing: Ref<Standing | null>) {
  const api = useApi()
  const items = ref<HistoryItem[]>([])
  /** How often a bidder of the list has taken bids back within six months, by number. */
  const retractions = ref<Record<number, number>>({})
  const cursor = ref<string | null>(null)
  const loaded = ref(false)
  const error = ref<unknown>(null)
  let timer: ReturnType<typeof setTimeout> | undefined

  function merge(page: BidHistory) {
    // A later withdrawal marks older steps, so what came last about a row is what counts.
    const known = new Map(items.value.map(item => [historyKey(item), item]))
    for (const item of page.items) known.set(historyKey(item), item)
    items.value = [...known.values()].sort(newestFirst)
    retractions.value = { ...retractions.value, ...Object.fromEntries((page.retractions ?? []).map(each => [each.bidder, each.count])) }
  }

  async function refresh() {
    error.value = null
    try {
      const page = await api.get<BidHistory>(`/lots/${id}/bids`)
      const known = Math.max(0, ...counts(items.value))
      const oldest = Math.min(...counts(page.items))
      // More steps than one page came in between: start over rather than show a list with a hole.
      const gap = known > 0 && Number.isFinite(oldest) && oldest > known + 1
      // Withdrawn bids mark steps on every page, not only on the first, so older pages are asked for again.
      const seen = new Set(items.value.map(historyKey))
      const anew = gap || page.items.some(item => withdrawsBids(item) && !seen.has(historyKey(item)))
      if (anew) items.value = []
      if (anew || !loaded.value) cursor.value = page.next_cursor
      merge(page)
      loaded.value = true
    } catch (caught) {
      error.value = caught
    }
  }

  const more = useCommand(async () => {
    const page = await api.get<BidHistory>(`/lots/${id}/bids`, { cursor: cursor.value })
    merge(page)
    cursor.value = page.next_cursor
  })

  watch(() => standing.value?.version, (now, before) => {
    if (!now || !before || timer !== undefined) return
    timer = setTimeout(() => {
      timer = undefined
      void refresh()
    }, loaded.value ? refresh_min_ms / 5 : refresh_min_ms)
  })
  onScopeDispose(() => clearTimeout(timer))
  void refresh()

  return { items, retractions, cursor, loaded, error, refresh, more }
}
