import type { Ref } from 'vue'
import type { LotCard, Relation } from '~/types/api'

/** The contract takes at most this many lots in one question. */
const ask_max = 100

/** My relation to each of the given lots, for the marks on cards. Empty for guests; a failure only costs the marks. */
export function useRelations(lots: Ref<LotCard[]>) {
  const api = useApi()
  const { me } = useSession()
  const relations = ref<Record<string, Relation>>({})

  watch([() => lots.value.map(lot => lot.id).join(','), () => me.value?.id], async ([ids, account]) => {
    if (!account || ids === '') {
      relations.value = {}
      return
    }
    const asked = ids.split(',').slice(0, ask_max).join(',')
    const answer = await api.get<{ items: Relation[] }>('/me/relations', { lots: asked }).catch(() => null)
    if (answer) relations.value = Object.fromEntries(answer.items.map(relation => [relation.lot_id, relation]))
  }, { immediate: true })

  return relations
}
