import type { LotCard } from '~/types/api'

// Without the member: an answer kept from the release before.
type Promoted = Partial<Pick<LotCard, 'promotions'>>
const has = (lot: Promoted, promotion: LotCard['promotions'][number]) => lot.promotions?.includes(promotion) ?? false

/** Its place in the list is paid for: has to be said. */
export const isPlaced = (lot: Promoted) => has(lot, 'top') || has(lot, 'home')
export const isHighlighted = (lot: Promoted) => has(lot, 'highlight')
export const isBold = (lot: Promoted) => has(lot, 'bold')
