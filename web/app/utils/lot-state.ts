import type { LotState } from '~/types/api'

/** Nothing will change any more: sold, not sold, or taken off. */
export const isOver = (state: LotState) => state === 'ended_sold' || state === 'ended_unsold' || state === 'cancelled'
