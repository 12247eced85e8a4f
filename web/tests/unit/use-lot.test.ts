import { flushPromises } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { effectScope } from 'vue'
import { useLive } from '../../app/composables/useLive'
import { useLot } from '../../app/composables/useLot'
import { resetServerClock } from '../../app/composables/useServerClock'
import { useSession } from '../../app/composables/useSession'
import { FakeEventSource } from '../support/event-source'
import { account, lot, may, relation, standing, uah } from '../support/samples'

const asked: string[] = []
let mine = relation({ bidder: 3 })
beforeEach(() => {
  vi.useFakeTimers()
  asked.length = 0
  vi.stubGlobal('EventSource', FakeEventSource)
  vi.stubGlobal('fetch', vi.fn((url: string) => {
    asked.push(url.replace('/api/v1', ''))
    return Promise.resolve(new Response(JSON.stringify(url.endsWith('/mine') ? mine : lot({ id: '40', standing: standing({ lot_id: '40', leader: 1 }) }))))
  }))
  useSession().set(account())
})
afterEach(() => { vi.unstubAllGlobals(); vi.useRealTimers(); resetServerClock() })
const relationsAsked = () => asked.filter(path => path.endsWith('/mine')).length

async function open() {
  const scope = effectScope()
  const page = scope.run(() => useLot('40'))!
  await flushPromises()
  const { accept } = scope.run(() => useLive())!
  return { page, close: () => scope.stop(), hear: (version: number, part = {}) => accept(standing({ lot_id: '40', version, leader: 1, ends_at: page.standing.value!.ends_at, ...part })) }
}

describe('permissions on a lot', () => {
  it('are asked for again when what they depend on changes, not with every bid', async () => {
    mine = relation({ bidder: 3 })
    const { page, hear, close } = await open()
    expect(relationsAsked()).toBe(1)
    hear(11, { price: uah(1300), bids: 15 })
    await vi.advanceTimersByTimeAsync(3000)
    expect(relationsAsked()).toBe(1)
    mine = relation({ bidder: 3, may: may({ bid: 'lot-frozen' }) })
    hear(12, { state: 'frozen' })
    await vi.advanceTimersByTimeAsync(3000)
    expect(relationsAsked()).toBe(2)
    expect(page.relation.value?.may.bid.reason).toBe('lot-frozen')
    close()
  })

  it('are asked for again when time ends one of them', async () => {
    mine = relation({ bidder: 3, may: may({ retract: { allowed: true, reason: null, until: new Date(Date.now() + 60_000).toISOString() } }) })
    const { close } = await open()
    expect(relationsAsked()).toBe(1)
    mine = relation({ bidder: 3, may: may({ retract: 'retraction-closed' }) })
    await vi.advanceTimersByTimeAsync(55_000)
    expect(relationsAsked()).toBe(1)
    await vi.advanceTimersByTimeAsync(10_000)
    expect(relationsAsked()).toBe(2)
    close()
  })
})
