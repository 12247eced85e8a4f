import type { NotificationKind } from '~/types/api'

/** Kinds of events in the order of the preferences: what one bids on, what one sells, what happens to any auction, what one looks for. */
export const event_groups = {
  bids: ['outbid', 'leading', 'ending_soon', 'won', 'lost', 'bids_cancelled', 'max_cut'],
  lots: ['sold', 'unsold', 'withdrawn_by_bidder'],
  auctions: ['extended', 'frozen', 'resumed', 'cancelled'],
  searches: ['search_hit'],
} as const satisfies Record<string, readonly NotificationKind[]>
export type EventGroup = keyof typeof event_groups
