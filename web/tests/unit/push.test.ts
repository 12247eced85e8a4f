import { flushPromises } from '@vue/test-utils'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import PushSwitch from '../../app/components/letters/PushSwitch.vue'
import { isOf, pushAbility, subscriptionForm } from '../../app/utils/push'
import { expectAccessible, show, words } from '../support/mount'

const key = 'BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8'
const bytes = (text: string) => Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), c => c.charCodeAt(0)).buffer

/** A browser that can: what it was asked and what it keeps. */
class FakeBrowser {
  kept: PushSubscription | null = null
  asked = 0
  fails = false
  answer: NotificationPermission = 'granted'
  permission: NotificationPermission = 'default'
  made = (own: string) => ({
    options: { applicationServerKey: bytes(own) },
    toJSON: () => ({ endpoint: 'https://push.example.net/x', keys: { p256dh: 'P', auth: 'A' } }),
    unsubscribe: async () => { this.kept = null; return true },
  }) as unknown as PushSubscription

  manager = {
    getSubscription: async () => this.kept,
    subscribe: async ({ applicationServerKey }: { applicationServerKey: string }) => {
      if (this.fails) throw new DOMException('Registration failed - push service error', 'AbortError')
      return (this.kept = this.made(applicationServerKey))
    },
  }
}

let browser: FakeBrowser
let active: boolean
let sent: { method: string, body: unknown }[]

beforeEach(() => {
  browser = new FakeBrowser()
  active = false
  sent = []
  const registration = { pushManager: browser.manager }
  vi.stubGlobal('PushManager', class {})
  vi.stubGlobal('Notification', {
    get permission() { return browser.permission },
    requestPermission: async () => { browser.asked++; return (browser.permission = browser.answer) },
  })
  Object.defineProperty(navigator, 'serviceWorker', {
    configurable: true,
    value: { register: async () => registration, ready: Promise.resolve(registration), getRegistration: async () => registration },
  })
  vi.stubGlobal('fetch', async (_: string, init: RequestInit) => {
    if (init.method === 'GET') return new Response(JSON.stringify({ public_key: key, active }))
    sent.push({ method: init.method!, body: init.body ? JSON.parse(init.body as string) : undefined })
    active = init.method === 'PUT'
    return new Response(null, { status: 204 })
  })
})
afterEach(() => {
  vi.unstubAllGlobals()
  Reflect.deleteProperty(navigator, 'serviceWorker')
})

async function open() {
  const page = show(PushSwitch)
  await flushPromises()
  return page
}

it('asks nothing before the click, then tells the server where this device is', async () => {
  const page = await open()
  expect(browser.asked).toBe(0)
  expect(page.get('[role=switch]').attributes('aria-checked')).toBe('false')
  await expectAccessible()
  await page.get('[role=switch]').trigger('click')
  await flushPromises()
  expect(sent).toEqual([{ method: 'PUT', body: { endpoint: 'https://push.example.net/x', p256dh: 'P', auth: 'A' } }])
  expect(page.get('[role=switch]').attributes('aria-checked')).toBe('true')
  expect(words(page)).toContain('Увімкнено')
})

it('is turned off at the server first', async () => {
  browser.permission = 'granted'
  browser.kept = browser.made(key)
  active = true
  const page = await open()
  await page.get('[role=switch]').trigger('click')
  await flushPromises()
  expect(sent.map(each => each.method)).toEqual(['DELETE'])
  expect(browser.kept).toBeNull()
  expect(page.get('[role=switch]').attributes('aria-checked')).toBe('false')
})

it('is off when the server has forgotten this device, when the browser has, and when the key is another', async () => {
  browser.permission = 'granted'
  browser.kept = browser.made(key)
  expect((await open()).get('[role=switch]').attributes('aria-checked')).toBe('false')
  active = true
  browser.kept = null
  expect((await open()).get('[role=switch]').attributes('aria-checked')).toBe('false')
  browser.kept = browser.made('BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4')
  const page = await open()
  expect(page.get('[role=switch]').attributes('aria-checked')).toBe('false')
  await page.get('[role=switch]').trigger('click')
  await flushPromises()
  expect(isOf(browser.kept!, key)).toBe(true)
})

it('says how to undo a refusal, and offers nothing then', async () => {
  browser.answer = 'denied'
  const page = await open()
  await page.get('[role=switch]').trigger('click')
  await flushPromises()
  expect(page.find('[role=switch]').exists()).toBe(false)
  expect(words(page)).toContain('дозвольте сповіщення')
  expect(sent).toEqual([])
})

it('says when the push service of the browser does not answer', async () => {
  browser.fails = true
  const page = await open()
  await page.get('[role=switch]').trigger('click')
  await flushPromises()
  expect(page.get('[role=alert]').text()).toContain('службою сповіщень')
  expect(page.get('[role=switch]').attributes('aria-checked')).toBe('false')
})

it('knows what a browser can do', () => {
  expect(pushAbility()).toBe('able')
  Reflect.deleteProperty(navigator, 'serviceWorker')
  const as = (userAgent: string, maxTouchPoints = 0) => {
    vi.stubGlobal('navigator', { userAgent, maxTouchPoints })
    return pushAbility()
  }
  expect(as('Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X)')).toBe('install')
  expect(as('Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)', 5)).toBe('install')
  expect(as('Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)')).toBe('unable')
  expect(as('Mozilla/5.0 (Windows NT 6.1)')).toBe('unable')
})

it('gives the server what it takes', () => {
  expect(subscriptionForm(browser.made(key))).toEqual({ endpoint: 'https://push.example.net/x', p256dh: 'P', auth: 'A' })
})
