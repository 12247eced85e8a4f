import type { BidResult, Lot, Relation } from '~/types/api'

/** Everything the lot page stands on: the lot, its live standing and how the visitor stands to it. */
export function useLot(id: string) {
  const api = useApi()
  const { me, load: loadSession } = useSession()
  const { now, sync } = useServerClock()
  const live = useLive(ref([id]))
  const lot = ref<Lot | null>(null)
  const relation = ref<Relation | null>(null)
  const error = ref<unknown>(null)

  const standing = computed(() => {
    const first = lot.value?.standing
    const newer = live.standings.value[id]
    const latest = first && newer && newer.version >= first.version ? newer : first
    return latest ? standingAt(latest, now.value) : null
  })
  const kind = computed(() => relationNow(relation.value, standing.value))

  async function load() {
    error.value = null
    try {
      const answer = await api.get<Lot>(`/lots/${id}`)
      sync(answer.standing.server_time)
      lot.value = answer
    } catch (caught) {
      error.value = caught
    }
  }

  async function loadRelation() {
    try {
      await loadSession()
      relation.value = me.value ? await api.get<Relation>(`/lots/${id}/mine`) : null
    } catch {
      relation.value = null // The panel then treats the visitor as one who has not bid; the server still decides.
    }
  }

  watch(() => me.value?.id, () => { void loadRelation() }, { immediate: true })
  void load()

  /** Takes over what the server said about the visitor's own bid. */
  function placed(result: BidResult) {
    live.accept(result.standing)
    if (relation.value) relation.value = { ...relation.value, max: result.max }
    void loadRelation()
  }

  return { lot, standing, relation, kind, error, load, placed, status: live.status, heardAt: live.heardAt }
}
