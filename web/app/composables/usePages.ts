interface Page<T> { items: T[], next_cursor: string | null }

/**
 * A list read page by page. `query` decides what is listed: when it changes the list begins anew, and an answer to
 * an older question is thrown away.
 */
export function usePages<T, Answer extends Page<T> = Page<T>>(path: string, query: () => Record<string, string | undefined> = () => ({})) {
  const api = useApi()
  const items = shallowRef<T[]>([])
  const first = shallowRef<Answer | null>(null)
  const next = ref<string | null>(null)
  const loading = ref(true)
  const loadingMore = ref(false)
  const error = shallowRef<unknown>(null)
  let round = 0

  const asked = (cursor?: string) =>
    Object.fromEntries(Object.entries({ ...query(), cursor }).filter(([, value]) => value)) as Record<string, string>

  async function load() {
    const mine = ++round
    loading.value = true
    error.value = null
    try {
      const page = await api.get<Answer>(path, asked())
      if (mine !== round) return
      first.value = page
      items.value = page.items
      next.value = page.next_cursor
    } catch (failure) {
      if (mine === round) error.value = failure
    } finally {
      if (mine === round) loading.value = false
    }
  }

  async function more() {
    if (!next.value || loadingMore.value) return
    const mine = round
    loadingMore.value = true
    error.value = null
    try {
      const page = await api.get<Answer>(path, asked(next.value))
      if (mine !== round) return
      items.value = [...items.value, ...page.items]
      next.value = page.next_cursor
    } catch (failure) {
      if (mine === round) error.value = failure
    } finally {
      loadingMore.value = false
    }
  }

  watch(query, (now, before) => {
    if (JSON.stringify(now) !== JSON.stringify(before)) {
      items.value = []
      void load()
    }
  })
  void load()

  return { items, first, next, loading, loadingMore, error, load, more }
}
