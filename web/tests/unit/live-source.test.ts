import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { backoff_max_ms, backoff_min_ms, LiveSource, silence_max_ms } from '../../app/utils/live-source'
import { FakeEventSource } from '../support/event-source'
import { standing } from '../support/samples'

const heard = { standings: [] as number[], unread: [] as number[], status: [] as string[], times: [] as string[] }
let source: LiveSource

beforeEach(() => {
  vi.useFakeTimers()
  FakeEventSource.all.length = 0
  for (const list of Object.values(heard)) list.length = 0
  source = new LiveSource({
    standing: s => heard.standings.push(s.version), unread: n => heard.unread.push(n), time: iso => heard.times.push(iso), status: s => heard.status.push(s),
  }, { open: url => new FakeEventSource(url) as never, random: () => 1 })
})
afterEach(() => {
  source.close()
  vi.useRealTimers()
})

it('passes on standings, messages and the time', () => {
  source.connect('/s?lots=12')
  FakeEventSource.last.accept()
  FakeEventSource.last.send('standing', standing({ version: 7 }))
  FakeEventSource.last.send('notification', { unread: 3 })
  FakeEventSource.last.send('ping', { server_time: '2026-11-22T19:00:00Z' })
  FakeEventSource.last.send('standing', 'not json')
  expect(heard.standings).toEqual([7])
  expect(heard.unread).toEqual([3])
  expect(heard.times).toHaveLength(2)
  expect(heard.status).toEqual(['connecting', 'live'])
})

it('comes back by itself after a 503, waiting longer each time', () => {
  source.connect('/s')
  const waits: number[] = []
  for (let attempt = 1; attempt <= 6; attempt += 1) {
    FakeEventSource.last.refuse()
    const started = Date.now()
    while (FakeEventSource.all.length === attempt) vi.advanceTimersByTime(100)
    waits.push(Date.now() - started)
  }
  expect(waits).toEqual([1000, 2000, 4000, 8000, 15_000, 15_000])
  FakeEventSource.last.accept()
  FakeEventSource.last.send('standing', standing({ version: 8 }))
  expect(heard.standings).toEqual([8])
  expect(heard.status).toEqual(['connecting', 'connecting', 'lost', 'lost', 'lost', 'lost', 'lost', 'live'])
  FakeEventSource.last.refuse()
  vi.advanceTimersByTime(backoff_min_ms)
  expect(FakeEventSource.all).toHaveLength(8) // After success the waiting starts over.
})

it('never waits less than the least or more than the most', () => {
  const lazy = new LiveSource({ standing() {}, unread() {}, time() {}, status() {} }, { open: url => new FakeEventSource(url) as never, random: () => 0 })
  lazy.connect('/s')
  for (let attempt = 1; attempt <= 8; attempt += 1) {
    FakeEventSource.last.refuse()
    vi.advanceTimersByTime(backoff_min_ms - 1)
    expect(FakeEventSource.all).toHaveLength(attempt)
    vi.advanceTimersByTime(backoff_max_ms)
    expect(FakeEventSource.all).toHaveLength(attempt + 1)
  }
  lazy.close()
})

it('takes silence for a dead connection', () => {
  source.connect('/s')
  FakeEventSource.last.accept()
  vi.advanceTimersByTime(silence_max_ms - 1)
  FakeEventSource.last.send('ping', { server_time: '2026-11-22T19:00:00Z' })
  vi.advanceTimersByTime(silence_max_ms - 1)
  expect(FakeEventSource.all).toHaveLength(1)
  vi.advanceTimersByTime(1 + backoff_min_ms)
  expect(FakeEventSource.all).toHaveLength(2)
  expect(FakeEventSource.all[0]!.closed).toBe(true)
})

it('leaves the old stream for a new address and hears nothing more from it', () => {
  source.connect('/s?lots=1')
  const old = FakeEventSource.last
  source.connect('/s?lots=1')
  expect(FakeEventSource.all).toHaveLength(1)
  source.connect('/s?lots=1,2')
  expect(old.closed).toBe(true)
  old.send('standing', standing({ version: 99 }))
  old.refuse()
  expect(heard.standings).toEqual([])
  source.close()
  vi.advanceTimersByTime(120_000)
  expect(FakeEventSource.all).toHaveLength(2)
})

it('hurries when asked, instead of waiting out the pause', () => {
  source.connect('/s')
  FakeEventSource.last.refuse()
  source.hurry()
  expect(FakeEventSource.all).toHaveLength(2)
  source.hurry()
  expect(FakeEventSource.all).toHaveLength(2)
})
