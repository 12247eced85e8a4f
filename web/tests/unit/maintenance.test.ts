import { flushPromises } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import MaintenanceNotice from '../../app/components/site/MaintenanceNotice.vue'
import { useApi } from '../../app/composables/useApi'
import { useMaintenance } from '../../app/composables/useMaintenance'
import { useProblemText } from '../../app/composables/useProblemText'
import { LiveSource } from '../../app/utils/live-source'
import { FakeEventSource } from '../support/event-source'
import { i18n } from '../support/nuxt'
import { expectAccessible, show } from '../support/mount'

let down: Record<string, unknown> | null = null
let retry_after = '30'
const asked: string[] = []
beforeEach(() => {
  vi.useFakeTimers({ now: new Date('2026-11-30T06:00:00Z') })
  vi.spyOn(Math, 'random').mockReturnValue(0)
  asked.length = 0
  retry_after = '30'
  vi.stubGlobal('fetch', (url: string, init?: RequestInit) => {
    asked.push(`${init?.method ?? 'GET'} ${url}`)
    return Promise.resolve(down
      ? new Response(JSON.stringify({ code: 'maintenance', status: 503, ...down }), { status: 503, headers: { 'X-Auction-Mode': 'maintenance', 'Retry-After': retry_after } })
      : new Response('{"here":true}', { status: 200, headers: { 'X-Auction-Mode': 'live' } }))
  })
})
afterEach(async () => {
  down = null
  await useMaintenance().look() // the next test begins with a site that is there
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

describe('maintenance', () => {
  it('is told in the visitor’s language, with the time and the operator’s words', async () => {
    const wrapper = show(MaintenanceNotice)
    const text = () => document.body.textContent
    expect(text()).toBe('')
    down = { until: '2026-11-30T06:20:00Z', detail: 'Міняємо диски' }
    await useMaintenance().look()
    await flushPromises()
    expect(text()).toContain('Сайт оновлюється. Запрацює орієнтовно 30 лист')
    expect(text()).toContain('Міняємо диски')
    i18n.global.locale.value = 'en' as never
    await flushPromises()
    expect(text()).toContain('It should be back around 30 Nov')
    i18n.global.locale.value = 'ru' as never
    await flushPromises()
    expect(text()).toContain('Сайт обновляется')
    vi.useRealTimers()
    await expectAccessible()
    wrapper.unmount()
  })

  it('is looked at again no sooner than the server asked, and reading goes on by itself', async () => {
    down = {}
    let answer: unknown = null
    void useApi().get('/lots/12').then((came) => { answer = came })
    await vi.advanceTimersByTimeAsync(29_000)
    expect(asked).toEqual(['GET /api/v1/lots/12'])
    expect(useMaintenance().notice.value).toEqual({ until: null, message: null })
    await vi.advanceTimersByTimeAsync(1000)
    expect(asked.at(-1)).toBe('GET /api/v1/categories')
    expect(answer).toBeNull()
    down = null
    await vi.advanceTimersByTimeAsync(30_000)
    expect(answer).toEqual({ here: true })
    expect(useMaintenance().notice.value).toBeNull()
    const count = asked.length
    await vi.advanceTimersByTimeAsync(600_000)
    expect(asked).toHaveLength(count)
  })

  it('refuses a command in words and never repeats it by itself', async () => {
    down = {}
    const refused = await useApi().post('/lots/12/bids', {}).catch(error => error)
    expect(useProblemText()(refused)).toContain('Сайт саме оновлюється')
    down = null
    await vi.advanceTimersByTimeAsync(60_000)
    expect(asked.filter(each => each.startsWith('POST'))).toHaveLength(1)
  })

  it('spreads those who come back', async () => {
    vi.mocked(Math.random).mockReturnValue(1)
    down = {}
    await useMaintenance().look()
    await vi.advanceTimersByTimeAsync(37_000)
    expect(asked).toHaveLength(1)
    await vi.advanceTimersByTimeAsync(500)
    expect(asked).toHaveLength(2)
  })
})

it('a stream waits as long as the server said', () => {
  FakeEventSource.all.length = 0
  const source = new LiveSource({ standing() {}, unread() {}, time() {}, status() {} }, { open: url => new FakeEventSource(url) as never, random: () => 1 })
  source.connect('/s')
  FakeEventSource.last.refuse()
  source.postpone(20_000)
  vi.advanceTimersByTime(29_999)
  expect(FakeEventSource.all).toHaveLength(1)
  vi.advanceTimersByTime(1)
  expect(FakeEventSource.all).toHaveLength(2)
  source.close()
})
