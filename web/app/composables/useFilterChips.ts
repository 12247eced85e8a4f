export interface FilterChip { key: string, text: string, undo: Partial<LotFilters> }

/** What is filtered right now in words, each with what undoes it. */
export function useFilterChips(filters: () => LotFilters) {
  const { t } = useI18n()
  const { format } = useMoney()
  const { nameOf } = useCategories()
  const conditions = useConditions()
  const uah = (amount: number) => format({ amount, currency: 'UAH' })

  return computed(() => {
    const f = filters()
    const list: FilterChip[] = []
    if (f.q) list.push({ key: 'q', text: t('lots.filter.chip_search', { q: f.q }), undo: { q: '' } })
    if (f.state !== 'running') list.push({ key: 'state', text: f.state === 'ended' ? t('lots.filter.ended') : t('lots.filter.scheduled'), undo: { state: 'running' } })
    if (f.category) list.push({ key: 'category', text: nameOf(f.category) || f.category, undo: { category: '' } })
    for (const condition of f.conditions) list.push({ key: condition, text: conditions.value[condition], undo: { conditions: f.conditions.filter(other => other !== condition) } })
    if (f.minPrice !== null) list.push({ key: 'min', text: t('lots.filter.chip_from', { price: uah(f.minPrice) }), undo: { minPrice: null } })
    if (f.maxPrice !== null) list.push({ key: 'max', text: t('lots.filter.chip_to', { price: uah(f.maxPrice) }), undo: { maxPrice: null } })
    if (f.seller) list.push({ key: 'seller', text: t('lots.filter.chip_seller'), undo: { seller: '' } })
    return list
  })
}
