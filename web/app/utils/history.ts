import type { HistoryItem, LotNotice, NoticeKind } from '~/types/api'

/** The latest notice of one of these kinds; the list is newest first. */
export function newestNotice(items: HistoryItem[], kinds: NoticeKind[]): LotNotice | null {
  return (items.find(item => item.kind === 'notice' && kinds.includes(item.notice)) as LotNotice | undefined) ?? null
}

/**
 * What the list shows, newest first. The purchase is a step with its price, so its notice would say it twice; how often somebody takes bids
 * back is said once, beside their newest step.
 */
export function historyRows(items: HistoryItem[], retractions: Record<number, number>): { item: HistoryItem, retractions: number }[] {
  const said = new Set<number>()
  return items.filter(item => item.kind === 'step' || item.notice !== 'buy_now').map((item) => {
    if (item.kind !== 'step' || said.has(item.bidder)) return { item, retractions: 0 }
    said.add(item.bidder)
    return { item, retractions: retractions[item.bidder] ?? 0 }
  })
}

/** Whether bids were withdrawn: that marks older steps as well. */
export const withdrawsBids = (item: HistoryItem) => item.kind === 'notice' && (item.notice === 'retracted' || item.notice === 'bids_cancelled')
