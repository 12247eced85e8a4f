// The second writing of the rules gives what the vectors of the rules say (V2…V19; hryvnias, start price 100).
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { replay } from './log_rules.mjs'

const vectors = [
  ['A500', '100/A'], ['A500 B105', '110/A'], ['A500 B300', '305/A'], ['A500 B700', '510/B'], ['A500 B504', '504/B'], ['A500 B500', '500/A'],
  ['A500 B497', '500/A'], ['A500 A900 B600', '610/A'], ['A500 B500 A800 C510', '520/A'], ['A200 B500 A500', '500/B'], ['A504 B520', '514/B'],
  ['A2000 B995', '1005/A'], ['A300 B500 C1500 D1200', '1220/C', 1000], ['A995 B1500', '1005/B', 1000], ['A300 A1000', '1000/A', 1000],
  ['A1000 B1020', '1020/B', 1000], ['A900 B950', '910/B', 1000],
]

for (const [bids, expected, reserve] of vectors) {
  test(`${bids}${reserve ? ` with reserve ${reserve}` : ''}: ${expected}`, () => {
    const log = bids.split(' ').map(each => ({ bidder: each[0], max: Number(each.slice(1)) * 100 }))
    const { leader, price, prices } = replay(log, { start: 100_00, reserve: reserve ? reserve * 100 : null })
    assert.equal(`${price / 100}/${leader}`, expected)
    assert.equal(prices.length, log.length)
  })
}
