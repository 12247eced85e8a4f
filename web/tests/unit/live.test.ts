import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { effectScope, nextTick, ref } from 'vue'
import { FakeEventSource } from '../support/event-source'
import { account, standing } from '../support/samples'

beforeEach(() => {
  vi.resetModules() // The stream is one per page; every test is a new page.
  FakeEventSource.all.length = 0
  vi.stubGlobal('EventSource', FakeEventSource)
})
afterEach(() => vi.unstubAllGlobals())

async function open() {
  const { useLive } = await import('../../app/composables/useLive')
  const { useSession } = await import('../../app/composables/useSession')
  return { useLive, session: useSession() }
}

it('joins the wishes of all components into one stream', async () => {
  const { useLive } = await open()
  const scope = effectScope()
  const more = ref(['3'])
  scope.run(() => { useLive(ref(['2', '1'])); useLive(more) })
  await nextTick()
  expect(FakeEventSource.all.map(s => s.url)).toEqual(['/api/v1/stream?lots=1,2,3'])
  more.value = []
  await nextTick()
  await nextTick()
  expect(FakeEventSource.last.url).toBe('/api/v1/stream?lots=1,2')
  expect(FakeEventSource.all[0]!.closed).toBe(true)
  scope.stop()
  await nextTick()
  expect(FakeEventSource.last.closed).toBe(true)
})

it('ignores older versions, from the stream and from answers', async () => {
  const { useLive } = await open()
  const scope = effectScope()
  const live = scope.run(() => useLive(ref(['12'])))!
  await nextTick()
  FakeEventSource.last.accept()
  FakeEventSource.last.send('standing', standing({ version: 7, bids: 7 }))
  FakeEventSource.last.send('standing', standing({ version: 6, bids: 6 }))
  live.accept(standing({ version: 5, bids: 5 }))
  expect(live.standings.value['12']!.bids).toBe(7)
  live.accept(standing({ version: 8, bids: 8 }))
  expect(live.standings.value['12']!.bids).toBe(8)
  expect(live.status.value).toBe('live')
  scope.stop()
})

it('opens for messages alone once signed in, anew for another account, and closes at sign-out', async () => {
  const { useLive, session } = await open()
  const scope = effectScope()
  const live = scope.run(() => useLive())!
  await nextTick()
  expect(FakeEventSource.all).toHaveLength(0)
  session.set(account())
  await nextTick()
  await nextTick()
  expect(FakeEventSource.last.url).toBe('/api/v1/stream')
  FakeEventSource.last.send('notification', { unread: 4 })
  expect(live.unread.value).toBe(4)
  session.set(null)
  await nextTick()
  await nextTick()
  expect(FakeEventSource.all).toHaveLength(1)
  expect(FakeEventSource.last.closed).toBe(true)
  expect(live.unread.value).toBeNull()
  scope.stop()
})
