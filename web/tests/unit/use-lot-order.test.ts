import { flushPromises } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { effectScope, nextTick, ref } from 'vue'
import { useLive } from '../../app/composables/useLive'
import { order_waits_ms, useLotOrder } from '../../app/composables/useLotOrder'
import { useSession } from '../../app/composables/useSession'
import { FakeEventSource } from '../support/event-source'
import { account } from '../support/samples'

const asked: string[] = []
let opened: { id: string }[] = []
beforeEach(() => {
  vi.useFakeTimers()
  asked.length = 0
  opened = []
  vi.stubGlobal('EventSource', FakeEventSource)
  vi.stubGlobal('fetch', vi.fn((url: string) => {
    if (url.includes('/orders?')) asked.push(url)
    return Promise.resolve(new Response(JSON.stringify({ items: opened, next_cursor: null })))
  }))
  useSession().set(account())
})
afterEach(() => { vi.unstubAllGlobals(); vi.useRealTimers() })

async function open(role: 'buyer' | 'seller' | null) {
  const as = ref(role)
  const scope = effectScope()
  const { path } = scope.run(() => useLotOrder('40', () => as.value))!
  const { unread } = scope.run(() => useLive())!
  await flushPromises()
  return { as, path, unread, close: () => scope.stop() }
}
const all_waits_ms = order_waits_ms.reduce((sum, each) => sum + each, 0)

describe('the order of a lot', () => {
  it('is looked for again after the hammer until it is there, and then no more', async () => {
    const { as, path, close } = await open(null)
    await vi.advanceTimersByTimeAsync(all_waits_ms)
    expect(asked).toEqual([])
    as.value = 'buyer'
    await flushPromises()
    expect(asked).toEqual(['/api/v1/orders?role=buyer&lot=40&limit=1'])
    expect(path.value).toEqual({ path: '/orders', query: {} })
    await vi.advanceTimersByTimeAsync(order_waits_ms[0])
    expect(asked.length).toBe(2)
    opened = [{ id: '7' }]
    await vi.advanceTimersByTimeAsync(order_waits_ms[1])
    expect(path.value).toBe('/orders/7')
    await vi.advanceTimersByTimeAsync(all_waits_ms)
    expect(asked.length).toBe(3)
    close()
  })

  it('is given up after a while: the list of orders stays as the way', async () => {
    const { path, close } = await open('seller')
    await vi.advanceTimersByTimeAsync(10 * all_waits_ms)
    expect(asked.length).toBe(1 + order_waits_ms.length)
    expect(path.value).toEqual({ path: '/orders', query: { role: 'seller' } })
    close()
  })

  it('is looked for at once when a message arrives', async () => {
    const { path, unread, close } = await open('buyer')
    unread.value = 2
    await nextTick()
    expect(asked.length).toBe(1)
    opened = [{ id: '7' }]
    unread.value = 3
    await flushPromises()
    expect(path.value).toBe('/orders/7')
    close()
  })

  it('is not looked for by a page that was left', async () => {
    const { close } = await open('buyer')
    close()
    await vi.advanceTimersByTimeAsync(all_waits_ms)
    expect(asked.length).toBe(1)
  })
})
