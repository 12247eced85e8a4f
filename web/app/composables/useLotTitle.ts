import type { Ref } from 'vue'
import type { Lot, RelationKind, Standing } from '~/types/api'

/** The page title carries the state, so that a tab among twenty tells what matters: "12 500 ₴ · ви лідируєте — Монета…". */
export function useLotTitle(lot: Ref<Lot | null>, standing: Ref<Standing | null>, kind: Ref<RelationKind>) {
  const { t } = useI18n()
  const { format } = useMoney()
  return computed(() => {
    if (!lot.value || !standing.value) return undefined
    const named = { price: format(standing.value.price ?? lot.value.start_price), title: lot.value.title }
    if (standing.value.state === 'ended_unsold') return t('lots.page.title_unsold', named)
    if (standing.value.state === 'cancelled') return t('lots.page.title_cancelled', named)
    if (standing.value.state === 'frozen') return t('lots.page.title_frozen', named)
    if (standing.value.state === 'scheduled') return t('lots.page.title_scheduled', named)
    switch (kind.value) {
      case 'won': return t('lots.page.title_won', named)
      case 'leading': return t('lots.page.title_leading', named)
      case 'outbid': return t('lots.page.title_outbid', named)
      default: return standing.value.state === 'ended_sold' ? t('lots.page.title_sold', named) : t('lots.page.title_price', named)
    }
  })
}
