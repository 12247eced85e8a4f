import type { LotCard, Relation, Standing } from '~/types/api'

/** A card brought up to date by a live standing; an older standing changes nothing. */
export function withStanding(card: LotCard, standing: Standing | undefined): LotCard {
  if (!standing || standing.version <= card.version) return card
  const { state, price, bids, reserve, starts_at, ends_at, original_ends_at, version } = standing
  return { ...card, state, price, bids, reserve, starts_at, ends_at, original_ends_at, version }
}

/** The stream takes at most this many lots. */
const stream_lots_max = 50

/** Cards that follow the saleroom, and (for `mine`) how the visitor now stands to each. */
export function useLiveCards(cards: Ref<LotCard[]>, mine = false) {
  const api = useApi()
  const ids = computed(() => cards.value
    .filter(card => !isOver(card.state) && card.state !== 'draft')
    .slice(0, stream_lots_max)
    .map(card => card.id))
  const { standings, status } = useLive(ids)

  const live = computed(() => cards.value.map(card => withStanding(card, standings.value[card.id])))
  const relations = ref<Record<string, Relation>>({})

  // My side of a lot can only change when the lot does, so it is asked for then: once per burst of changes.
  let timer: ReturnType<typeof setTimeout> | undefined
  const moved = computed(() => live.value.filter((card, at) => card.version !== cards.value[at]?.version).map(card => `${card.id}:${card.version}`).join())
  if (mine) {
    watch(moved, (list) => {
      if (!list) return
      clearTimeout(timer)
      timer = setTimeout(refresh, 300)
    })
  }

  async function refresh() {
    try {
      const { items } = await api.get<{ items: Relation[] }>('/me/relations', { lots: ids.value.join() })
      relations.value = { ...relations.value, ...Object.fromEntries(items.map(item => [item.lot_id, item])) }
    } catch {
      // The marks stay as they were; the next change asks again, and the stream's own status shows a lost connection.
    }
  }

  onScopeDispose(() => clearTimeout(timer))
  return { live, relations, status }
}
