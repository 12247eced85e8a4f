import type { LotSearch } from '~/types/api'

/** The list the address asks for. A newer question makes an older answer worthless, however late it comes. */
export function useLotSearch() {
  const api = useApi()
  const route = useRoute()
  const router = useRouter()
  const filters = computed(() => readFilters(route.query))
  const answer = ref<LotSearch | null>(null)
  const pending = ref(true)
  const error = ref<unknown>(null)
  let question = 0
  const path = route.path

  async function load() {
    const mine = ++question
    pending.value = true
    error.value = null
    try {
      const found = await api.get<LotSearch>('/lots', writeFilters(filters.value))
      if (mine === question) answer.value = found
    } catch (caught) {
      if (mine === question) error.value = caught
    } finally {
      if (mine === question) pending.value = false
    }
  }

  watch(() => (route.path === path ? JSON.stringify(writeFilters(filters.value)) : null), (key) => { if (key !== null) void load() }, { immediate: true })

  const change = (part: Partial<LotFilters>) => router.push({ query: writeFilters(changeFilters(filters.value, part)) })
  return { filters, answer, pending, error, load, change }
}
