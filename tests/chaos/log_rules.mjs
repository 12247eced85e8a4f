// Who leads at what price, recomputed from nothing but the stored bids in their order: the rules of an English auction with maximum bids
// written a second time and in another language than the server's.

const uahSteps = [[0, 1], [20, 2], [100, 5], [500, 10], [1_000, 20], [2_500, 50], [5_000, 100], [10_000, 200], [25_000, 500], [50_000, 1_000],
  [100_000, 2_000], [250_000, 5_000], [1_000_000, 10_000]]

/** The step above an amount, both in minor units. */
export const stepAt = amount => uahSteps.findLast(([from]) => amount >= from * 100)[1] * 100

/**
 * @param bids [{bidder, max}] of one lot in the order of their seq
 * @returns {leader, max, price} and `prices`, the visible price after each of them
 */
export function replay(bids, { start, reserve = null }) {
  const lot = { leader: null, max: 0, price: 0 }
  const prices = []
  for (const { bidder, max } of bids) {
    if (lot.leader === null) Object.assign(lot, { leader: bidder, max, price: start })
    else if (bidder === lot.leader) lot.max = max
    else if (max > lot.max) Object.assign(lot, { leader: bidder, max, price: Math.max(lot.price, Math.min(max, lot.max + stepAt(lot.max))) })
    else lot.price = Math.max(lot.price, Math.min(lot.max, max === lot.max ? max : max + stepAt(max)))
    if (reserve !== null && lot.max >= reserve) lot.price = Math.max(lot.price, reserve)
    prices.push(lot.price)
  }
  return { ...lot, prices }
}
