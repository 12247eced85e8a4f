import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { resetServerClock, useServerClock } from '../../app/composables/useServerClock'
import { useTime } from '../../app/composables/useTime'
import { slavicPlural } from '../../app/utils/plural'
import { timeParts, urgency } from '../../app/utils/time'
import { i18n } from '../support/nuxt'

beforeEach(() => { vi.useFakeTimers({ now: Date.parse('2026-11-22T19:00:00Z') }) })
afterEach(() => {
  resetServerClock()
  vi.useRealTimers()
})

it('urgency changes at five minutes, one minute and the end', () => {
  expect([300_001, 300_000, 60_001, 60_000, 1, 0].map(urgency)).toEqual(['calm', 'soon', 'soon', 'last', 'last', 'over'])
})

it('time is rounded up, so the last second is shown until it is over', () => {
  expect(timeParts(1)).toEqual({ days: 0, hours: 0, minutes: 0, seconds: 1 })
  expect(timeParts(90_061_000)).toEqual({ days: 1, hours: 1, minutes: 1, seconds: 1 })
  expect(timeParts(-5)).toEqual({ days: 0, hours: 0, minutes: 0, seconds: 0 })
})

describe('useServerClock', () => {
  it('follows the server, not the device, and ticks on whole server seconds', () => {
    const { now, sync } = useServerClock()
    sync('2026-11-22T19:10:00.250Z')
    expect(now.value).toBe(Date.parse('2026-11-22T19:10:00.250Z'))
    vi.advanceTimersByTime(1000)
    expect(new Date(now.value).toISOString().slice(0, 19)).toBe('2026-11-22T19:10:01')
  })
  it('does not let a late message set it back, but believes a leap', () => {
    const { now, sync } = useServerClock()
    sync('2026-11-22T19:10:00.000Z')
    sync('2026-11-22T19:09:59.200Z')
    expect(now.value).toBe(Date.parse('2026-11-22T19:10:00.000Z'))
    sync('2026-11-22T19:05:00.000Z')
    expect(now.value).toBe(Date.parse('2026-11-22T19:05:00.000Z'))
    sync('not a time')
    expect(now.value).toBe(Date.parse('2026-11-22T19:05:00.000Z'))
  })
})

describe('useTime', () => {
  it.each([
    ['2026-11-24T23:30:00Z', '2 д 4 год', '2 d 4 h'], ['2026-11-22T23:12:30Z', '4 год 12 хв', '4 h 12 min'],
    ['2026-11-22T19:14:05Z', '14 хв 05 с', '14 min 05 s'], ['2026-11-22T19:00:09Z', '9 с', '9 s'],
  ])('left until %s is %s', (iso, uk, en) => {
    const { left } = useTime()
    expect(left(iso)).toBe(uk)
    i18n.global.locale.value = 'en' as never
    expect(left(iso)).toBe(en)
  })
  it.each([[30, '30 с'], [300, '5 хв'], [90, '1 хв 30 с'], [3600, '1 год'], [90_000, '1 д 1 год'], [0, '0 с']])('a length of %d s is %s', (length_s, uk) => {
    expect(useTime().span(length_s)).toBe(uk)
  })
  it('tells how long ago, by day and time after an hour', () => {
    const { ago } = useTime()
    expect(ago('2026-11-22T18:59:30Z')).toBe('щойно')
    expect(ago('2026-11-22T18:55:00Z')).toBe('5 хв тому')
    expect(ago('2026-11-21T10:00:00Z')).toContain('21 лист')
  })
})

it('counts in Ukrainian and Russian', () => {
  const form = (n: number) => ['ставка', 'ставки', 'ставок'][slavicPlural(n, 3)]
  expect([0, 1, 2, 4, 5, 11, 12, 14, 21, 22, 25, 101, 111, 112].map(form)).toEqual([
    'ставок', 'ставка', 'ставки', 'ставки', 'ставок', 'ставок', 'ставок', 'ставок', 'ставка', 'ставки', 'ставок', 'ставка', 'ставок', 'ставок'])
})
