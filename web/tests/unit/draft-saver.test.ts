import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createDraftSaver, type SaveState } from '../../app/utils/draft-saver'

interface Patch { title?: string, location?: string, price?: number }
class Temporary extends Error {}
class Refusal extends Error {
  constructor(readonly fields: string[]) { super('refused') }
}

/** A saver over a server that the test answers by hand. */
function setUp(kept: Patch | null = null) {
  const calls: { patch: Patch, accept: () => void, fail: (error: Error) => void }[] = []
  const states: SaveState[] = []
  const store = { value: kept, load: () => store.value, keep: (patch: Patch) => { store.value = patch }, clear: () => { store.value = null } }
  const saver = createDraftSaver<Patch, null>({
    send: patch => new Promise((resolve, reject) => calls.push({ patch, accept: () => resolve(null), fail: reject })),
    onState: state => states.push(state),
    isTemporary: error => error instanceof Temporary,
    faultyFields: error => (error instanceof Refusal ? error.fields : []),
    store,
    delayMs: 700,
    retryMs: [2_000, 5_000],
  })
  return { saver, calls, states, store }
}
const settled = () => vi.advanceTimersByTimeAsync(0)

describe('saving a draft as one types', () => {
  beforeEach(() => { vi.useFakeTimers() })
  afterEach(() => { vi.useRealTimers() })

  it('merges edits of one pause into one request', async () => {
    const { saver, calls, states } = setUp()
    saver.edit({ title: 'S' })
    await vi.advanceTimersByTimeAsync(600)
    saver.edit({ title: 'Silver', location: 'Lviv' })
    await vi.advanceTimersByTimeAsync(699)
    expect(calls).toHaveLength(0)
    await vi.advanceTimersByTimeAsync(1)
    expect(calls.map(call => call.patch)).toEqual([{ title: 'Silver', location: 'Lviv' }])
    calls[0]!.accept()
    await settled()
    expect(states.at(-1)).toBe('saved')
  })

  it('sends what was typed during a request afterwards, never two at once', async () => {
    const { saver, calls, states } = setUp()
    saver.edit({ title: 'Silver' })
    await vi.advanceTimersByTimeAsync(700)
    saver.edit({ title: 'Silver coin' })
    await vi.advanceTimersByTimeAsync(5_000)
    expect(calls).toHaveLength(1)
    calls[0]!.accept()
    await settled()
    expect(states.at(-1)).toBe('waiting')
    await vi.advanceTimersByTimeAsync(700)
    expect(calls[1]!.patch).toEqual({ title: 'Silver coin' })
  })

  it('keeps what could not be sent, retries with growing pauses, and newer edits win', async () => {
    const { saver, calls, states, store } = setUp()
    saver.edit({ title: 'Silver', location: 'Lviv' })
    await vi.advanceTimersByTimeAsync(700)
    calls[0]!.fail(new Temporary())
    await settled()
    expect(states.at(-1)).toBe('offline')
    expect(store.value).toEqual({ title: 'Silver', location: 'Lviv' })

    await vi.advanceTimersByTimeAsync(2_000)
    calls[1]!.fail(new Temporary())
    await settled()
    await vi.advanceTimersByTimeAsync(4_999)
    expect(calls).toHaveLength(2)
    saver.edit({ title: 'Gold' })
    await vi.advanceTimersByTimeAsync(700)
    expect(calls[2]!.patch).toEqual({ title: 'Gold', location: 'Lviv' })
    calls[2]!.accept()
    await settled()
    expect(states.at(-1)).toBe('saved')
    expect(store.value).toBeNull()
  })

  it('keeps a request in flight for the next visit', async () => {
    const { saver, store } = setUp()
    saver.edit({ title: 'Silver' })
    await vi.advanceTimersByTimeAsync(700)
    saver.edit({ location: 'Lviv' })
    expect(store.value).toEqual({ title: 'Silver', location: 'Lviv' })
  })

  it('sends at once what an earlier visit left behind', async () => {
    const { saver, calls } = setUp({ title: 'Left behind' })
    expect(saver.restore()).toEqual({ title: 'Left behind' })
    await settled()
    expect(calls[0]!.patch).toEqual({ title: 'Left behind' })
  })

  it('puts a refused field aside and saves the others', async () => {
    const { saver, calls, states } = setUp()
    saver.edit({ title: 'Silver', price: 1 })
    await vi.advanceTimersByTimeAsync(700)
    calls[0]!.fail(new Refusal(['price']))
    await settled()
    expect(calls[1]!.patch).toEqual({ title: 'Silver' })
    calls[1]!.accept()
    await settled()
    expect(states.at(-1)).toBe('refused')

    saver.edit({ price: 100 })
    await vi.advanceTimersByTimeAsync(700)
    calls[2]!.accept()
    await settled()
    expect(states.at(-1)).toBe('saved')
  })

  it('does not hammer a server that refuses without naming a field; the next edit takes everything along', async () => {
    const { saver, calls } = setUp()
    saver.edit({ title: 'Silver' })
    await vi.advanceTimersByTimeAsync(700)
    calls[0]!.fail(new Refusal([]))
    await vi.advanceTimersByTimeAsync(60_000)
    expect(calls).toHaveLength(1)
    saver.edit({ price: 100 })
    await vi.advanceTimersByTimeAsync(700)
    expect(calls[1]!.patch).toEqual({ title: 'Silver', price: 100 })
  })

  it('forgets the unsent value of a field that became invalid', async () => {
    const { saver, calls, states } = setUp()
    saver.edit({ title: 'Silver' })
    saver.drop(['title'])
    await vi.advanceTimersByTimeAsync(10_000)
    expect(calls).toHaveLength(0)
    expect(states.at(-1)).toBe('saved')
  })

  it('flush sends without waiting and tells whether everything is safe', async () => {
    const { saver, calls } = setUp()
    saver.edit({ title: 'Silver' })
    const done = saver.flush()
    await settled()
    calls[0]!.accept()
    expect(await done).toBe(true)

    saver.edit({ title: 'Gold' })
    const failed = saver.flush()
    await settled()
    calls[1]!.fail(new Temporary())
    expect(await failed).toBe(false)
  })

  it('flush waits for a request in flight and sends what came meanwhile', async () => {
    const { saver, calls } = setUp()
    saver.edit({ title: 'Silver' })
    await vi.advanceTimersByTimeAsync(700)
    saver.edit({ location: 'Lviv' })
    const done = saver.flush()
    calls[0]!.accept()
    await settled()
    calls[1]!.accept()
    expect(await done).toBe(true)
    expect(calls.map(call => call.patch)).toEqual([{ title: 'Silver' }, { location: 'Lviv' }])
  })
})
