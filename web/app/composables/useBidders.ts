import type { Ref } from 'vue'
import type { Bidder, Standing } from '~/types/api'

/** A hot lot gains bidders every second; the list is asked for at most this often. */
const refresh_min_ms = 2000

/** Who has bid on a lot. Asks only while `wanted` (the list is open), and again when bids came or went. */
export function useBidders(lotId: string, standing: Ref<Standing>, wanted: Ref<boolean>) {
  const api = useApi()
  const items = ref<Bidder[]>([])
  const loaded = ref(false)
  const { run: load, error } = useCommand(async () => {
    items.value = (await api.get<{ items: Bidder[] }>(`/lots/${lotId}/bidders`)).items
    loaded.value = true
  })

  let timer: ReturnType<typeof setTimeout> | undefined
  watch([wanted, () => standing.value.version], ([open]) => {
    if (!open || timer !== undefined) return
    if (!loaded.value) return void load()
    timer = setTimeout(() => { timer = undefined; void load() }, refresh_min_ms)
  }, { immediate: true })
  onScopeDispose(() => clearTimeout(timer))
  return { items, loaded, load, error }
}
