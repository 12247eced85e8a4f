import type { NotificationKind } from '~/types/api'

/** Kinds of events in the order of the preferences: what one bids on, what one sells, what follows the hammer, what happens to any auction, what one looks for. */
export const event_groups = {
  bids: ['outbid', 'leading', 'ending_soon', 'won', 'lost', 'bids_cancelled', 'max_cut', 'deposit_taken', 'deposit_released', 'deposit_forfeited'],
  lots: ['sold', 'unsold', 'withdrawn_by_bidder'],
  orders: ['order_opened', 'order_reminder', 'order_paid', 'order_overdue', 'order_shipped', 'order_received', 'order_completed', 'order_unpaid', 'order_cancelled', 'order_refunded',
    'order_disputed', 'order_settled', 'order_message', 'second_chance'],
  auctions: ['extended', 'frozen', 'resumed', 'cancelled'],
  searches: ['search_hit'],
} as const satisfies Record<string, readonly NotificationKind[]>
export type EventGroup = keyof typeof event_groups
