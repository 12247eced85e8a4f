import { flushPromises } from '@vue/test-utils'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { h } from 'vue'
import OfflineBanner from '../../app/components/common/OfflineBanner.vue'
import MaintenanceNotice from '../../app/components/site/MaintenanceNotice.vue'
import { useMaintenance } from '../../app/composables/useMaintenance'
import { show } from '../support/mount'

let down = false
beforeEach(() => {
  vi.useFakeTimers()
  vi.stubGlobal('fetch', () => Promise.resolve(down
    ? new Response('{"code":"maintenance","status":503}', { status: 503, headers: { 'X-Auction-Mode': 'maintenance', 'Retry-After': '30' } })
    : new Response('{}', { status: 200, headers: { 'X-Auction-Mode': 'live' } })))
})
afterEach(async () => {
  down = false
  await useMaintenance().look()
  vi.useRealTimers()
  vi.unstubAllGlobals()
})
const bars = () => [...document.querySelectorAll('[role=status]')].filter(each => each.textContent)

it('an interruption is told only when it lasts, and no longer', async () => {
  const wrapper = show(OfflineBanner, { status: 'lost' })
  expect(document.querySelectorAll('[role=status]')).toHaveLength(1) // there before its words, for screen readers
  await vi.advanceTimersByTimeAsync(2900)
  expect(bars()).toHaveLength(0)
  await vi.advanceTimersByTimeAsync(200)
  expect(bars()).toHaveLength(1)
  await wrapper.setProps({ status: 'live' })
  expect(bars()).toHaveLength(0)
  wrapper.unmount()
})

it('during maintenance there is one bar, that of maintenance', async () => {
  const wrapper = show({ render: () => [h(MaintenanceNotice), h(OfflineBanner, { status: 'lost' })] })
  await vi.advanceTimersByTimeAsync(3100)
  expect(bars()).toHaveLength(1)
  down = true
  await useMaintenance().look()
  await flushPromises()
  expect(bars()).toHaveLength(1)
  expect(bars()[0]!.textContent).toContain('Сайт оновлюється')
  wrapper.unmount()
})
