import type { BidResult, Lot, LotRelation, Standing } from '~/types/api'

/** Everybody's permissions change in the same moment (a freeze, the first bid); their pages ask within this time, not all at once. */
const ask_spread_ms = 1500
/** Longer waits overflow a timer; nobody keeps a page open that long without the lot changing. */
const timer_max_ms = 20 * 24 * 3600 * 1000

/** Everything the lot page stands on: the lot, its live standing, how the visitor stands to it and what they may do. */
export function useLot(id: string) {
  const api = useApi()
  const { me, load: loadSession } = useSession()
  const { now, sync } = useServerClock()
  const live = useLive(ref([id]))
  const lot = ref<Lot | null>(null)
  const relation = ref<LotRelation | null>(null)
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

  let asked = 0
  async function loadRelation() {
    const mine = ++asked
    try {
      await loadSession()
      const answer = me.value ? await api.get<LotRelation>(`/lots/${id}/mine`) : null
      if (mine === asked) relation.value = answer
    } catch {
      // The panel then treats the visitor as one who has not bid; the server still decides.
      if (mine === asked) relation.value = null
    }
  }

  watch(() => me.value?.id, () => { void loadRelation() }, { immediate: true })
  void load()

  let asking: ReturnType<typeof setTimeout> | undefined
  watch(() => standing.value && permissionKey(standing.value, relation.value?.bidder ?? null), (key, before) => {
    if (!key || !before || !me.value) return
    clearTimeout(asking)
    asking = setTimeout(() => void loadRelation(), Math.random() * ask_spread_ms)
  })

  // What time alone ends is asked for again when that time has come.
  let expiry: ReturnType<typeof setTimeout> | undefined
  watch(relation, (known) => {
    clearTimeout(expiry)
    const ends = Object.values(known?.may ?? {}).flatMap(each => (each.allowed && each.until ? [Date.parse(each.until)] : []))
    const next = Math.min(...ends) - now.value
    if (Number.isFinite(next)) expiry = setTimeout(() => void loadRelation(), Math.min(Math.max(next, 0) + 500, timer_max_ms))
  })
  onScopeDispose(() => {
    clearTimeout(asking)
    clearTimeout(expiry)
  })

  /** Takes over what the server said about the visitor's own bid. */
  function placed(result: BidResult) {
    live.accept(result.standing)
    if (relation.value) relation.value = { ...relation.value, max: result.max }
    void loadRelation()
  }

  /** Takes over the standing after any other command of the visitor. */
  function acted(result: { standing: Standing }) {
    live.accept(result.standing)
    void loadRelation()
  }

  return { lot, standing, relation, kind, error, load, placed, acted, status: live.status, heardAt: live.heardAt }
}
