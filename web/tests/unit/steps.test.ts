import { describe, expect, it } from 'vitest'
import { mostToPay } from '../../app/utils/delivery'
import { bandsOf } from '../../app/utils/fee-bands'
import { permissionKey, relationNow, standingAt } from '../../app/utils/relation'
import { quickAmounts, stepAt, stepsAbove, usual_increments } from '../../app/utils/steps'
import { increments, relation, standing, uah } from '../support/samples'

describe('steps', () => {
  it.each([[0, 1], [19.99, 1], [20, 2], [99, 2], [100, 5], [500, 10], [999, 10], [1000, 20], [200_000, 2000]])('the step at %d is %d', (price, step) => {
    expect(stepAt(increments, price * 100)).toBe(step * 100)
  })
  it('looks every step up where it starts', () => {
    expect(stepsAbove(increments, 49_000, 3)).toBe(51_000) // 490 → 495 → 500 → 510
  })
  it('offers the least amount first, then more', () => {
    expect(quickAmounts(increments, 126_000)).toEqual([126_000, 130_000, 136_000])
  })
  it('tells the usual steps before a lot exists', () => {
    expect(stepAt(usual_increments, 49_900)).toBe(500)
    expect(stepAt(usual_increments, 50_000)).toBe(1000)
  })
})

describe('mostToPay', () => {
  it('adds the dearest known delivery', () => {
    const shipping = [{ method: 'courier' as const, cost: uah(120) }, { method: 'ukrposhta' as const, cost: uah(65) }, { method: 'pickup' as const, cost: null }]
    expect(mostToPay(uah(1000), shipping)).toEqual({ total: uah(1120), premium: 0, delivery: 'included' })
  })
  it('names a carrier tariff instead of guessing it', () => {
    expect(mostToPay(uah(1000), [{ method: 'nova_poshta', cost: null }, { method: 'courier', cost: uah(90) }])).toEqual({ total: uah(1000), premium: 0, delivery: 'tariff' })
  })
  it('adds the premium of the bands, rounded once', () => {
    const bands = [{ from: 0, basis_points: 900 }, { from: 100_000, basis_points: 500 }]
    expect(mostToPay(uah(2000), [{ method: 'pickup' }], bands)).toEqual({ total: uah(2140), premium: 14_000, delivery: 'pickup' })
    // The table of the rules: 9 % of 1 234.56, 0.05 and 0.06.
    const nine = [{ from: 0, basis_points: 900 }]
    expect([123_456, 5, 6].map(amount => bandsOf(amount, nine))).toEqual([11_111, 0, 1])
  })
  it('knows that collecting costs nothing', () => {
    expect(mostToPay(uah(1000), [{ method: 'pickup' }])).toEqual({ total: uah(1000), premium: 0, delivery: 'pickup' })
  })
})

it('a scheduled lot runs from its start on, without an event', () => {
  const waiting = standing({ state: 'scheduled', starts_at: '2026-11-22T19:00:00Z' })
  expect(standingAt(waiting, Date.parse('2026-11-22T18:59:59Z')).state).toBe('scheduled')
  expect(standingAt(waiting, Date.parse('2026-11-22T19:00:00Z')).state).toBe('running')
})

describe('relationNow', () => {
  const bidder = relation({ relation: 'leading', bidder: 3, max: uah(1500) })
  it.each([
    ['leading', { leader: 3 }], ['outbid', { leader: 1 }], ['won', { state: 'ended_sold' as const, leader: 3 }],
    ['lost', { state: 'ended_sold' as const, leader: 1 }], ['lost', { state: 'ended_unsold' as const, leader: 3 }],
  ])('is %s under %j', (kind, part) => expect(relationNow(bidder, standing(part))).toBe(kind))
  it('is none once one\'s bids were taken back, until one leads again', () => {
    const back = relation({ relation: 'none', bidder: 3 })
    expect(relationNow(back, standing({ leader: 1 }))).toBe('none')
    expect(relationNow(back, standing({ leader: 3 }))).toBe('leading')
    expect(relationNow(bidder, standing({ state: 'cancelled', leader: 3 }))).toBe('none')
    expect(relationNow(bidder, standing({ state: 'frozen', leader: 3 }))).toBe('leading')
  })
  it('is none for one who has not bid', () => {
    expect(relationNow(relation(), standing())).toBe('none')
    expect(relationNow(null, standing())).toBe('none')
  })
})

describe('permissionKey', () => {
  const key = (part: Parameters<typeof standing>[0], mine: number | null = 3) => permissionKey(standing({ ends_at: '2026-11-27T19:00:00Z', ...part }), mine)
  it('stays the same while others bid against each other', () => {
    expect(key({ leader: 1, price: uah(500), bids: 4 })).toBe(key({ leader: 2, price: uah(900), bids: 9 }))
  })
  it.each([['state', { state: 'frozen' as const }], ['first bid', { price: null }], ['reserve', { reserve: 'met' as const }], ['buy-now', { buy_now: uah(900) }], ['my lead', { leader: 3 }], ['the end', { ends_at: '2026-11-27T19:05:00Z' }]])('changes with %s', (_, part) => {
    expect(key({ leader: 1, ...part })).not.toBe(key({ leader: 1 }))
  })
})
