import { describe, expect, it } from 'vitest'
import { faultsOf, missingOf, sendable, type LotForm } from '../../app/utils/lot-form'

const now = Date.parse('2026-11-22T12:00:00Z')
const uah = (hryvnias: number) => ({ amount: Math.round(hryvnias * 100), currency: 'UAH' })
const later = (seconds: number) => new Date(now + seconds * 1000).toISOString()
const complete = (changes: Partial<LotForm> = {}): LotForm => ({
  title: 'Silver hryvnia', description: 'Fine.', category_id: 'coins-ukraine', condition: 'good', location: 'Lviv',
  shipping: [{ method: 'pickup', cost: uah(0) }], start_price: uah(100), reserve_price: null, starts_at: null, duration_s: 86_400, ends_at: null, ...changes,
})

describe('faults of the sell form', () => {
  it('finds none in a complete or an empty form', () => {
    expect(faultsOf(complete(), now)).toEqual({})
    expect(faultsOf(complete({ title: null, description: null, start_price: null, duration_s: null, shipping: [] }), now)).toEqual({})
  })

  it.each([
    ['a short title', { title: ' abc ' }, { title: 'too_short' }],
    ['a long title', { title: 'x'.repeat(121) }, { title: 'too_long' }],
    ['a long place', { location: 'x'.repeat(81) }, { location: 'too_long' }],
    ['a free start', { start_price: uah(0) }, { start_price: 'not_positive' }],
    ['kopiykas', { start_price: uah(100.5) }, { start_price: 'not_whole' }],
    ['a billion too many', { start_price: uah(2e9) }, { start_price: 'too_large' }],
    ['a reserve at the start price', { reserve_price: uah(100) }, { reserve_price: 'reserve_not_above_start' }],
    ['kopiykas of delivery', { shipping: [{ method: 'courier', cost: uah(0.5) }] }, { shipping: 'not_whole' }],
    ['a start in the past', { starts_at: later(-1) }, { starts_at: 'starts_in_past' }],
    ['a start too far ahead', { starts_at: later(31 * 86_400) }, { starts_at: 'starts_too_late' }],
    ['59 seconds', { duration_s: 59 }, { duration_s: 'duration_too_short' }],
    ['31 days', { duration_s: 31 * 86_400 }, { duration_s: 'duration_too_long' }],
    ['an end before the start', { duration_s: null, starts_at: later(7200), ends_at: later(3600) }, { ends_at: 'ends_before_start' }],
    ['an end just after the start', { duration_s: null, ends_at: later(30) }, { ends_at: 'duration_too_short' }],
  ] as [string, Partial<LotForm>, object][])('names %s', (_, change, expected) => {
    expect(faultsOf(complete(change), now)).toEqual(expected)
  })

  it('accepts the bounds themselves', () => {
    expect(faultsOf(complete({ title: 'Coins', duration_s: 60, reserve_price: uah(101) }), now)).toEqual({})
    expect(faultsOf(complete({ duration_s: 30 * 86_400 }), now)).toEqual({})
  })
})

describe('what publishing still needs', () => {
  it('is nothing for a complete form, also with an exact end', () => {
    expect(missingOf(complete())).toEqual([])
    expect(missingOf(complete({ duration_s: null, ends_at: later(3600) }))).toEqual([])
  })

  it('lists every gap in the order of the form; blanks are gaps', () => {
    expect(missingOf(complete({ title: '  ', description: '', category_id: null, condition: null, start_price: null, duration_s: null, location: null, shipping: [] })))
      .toEqual(['title', 'category_id', 'condition', 'description', 'start_price', 'duration', 'location', 'shipping'])
  })
})

describe('what of an edit may be sent', () => {
  it('holds faulty fields back, trims text and clears with null', () => {
    expect(sendable({ title: 'abc', location: ' Lviv ', description: '   ', reserve_price: null }, { title: 'too_short' }))
      .toEqual({ location: 'Lviv', description: null, reserve_price: null })
  })
})
