import { flushPromises } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import PaymentPage from '../../app/pages/payments/[id].vue'
import LedgerPage from '../../app/pages/my/ledger.vue'
import ServicesPage from '../../app/pages/services.vue'
import DepositNote from '../../app/components/deposits/DepositNote.vue'
import DepositPanel from '../../app/components/deposits/DepositPanel.vue'
import { keepPayLanguage, takePayLanguage } from '../../app/utils/pay-language'
import { nextWait, patience_ms, paymentPhase, wait_max_ms, wait_min_ms } from '../../app/utils/payment-wait'
import type { Payment } from '../../app/types/api'
import { expectAccessible, show, words } from '../support/mount'
import { route, visits } from '../support/nuxt'
import { lot, payment, uah } from '../support/samples'

const fetched = vi.fn<(url: string, init: RequestInit) => Promise<Response>>()
beforeEach(() => { vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] }); fetched.mockReset(); vi.stubGlobal('fetch', fetched); route.params = { id: '9' }; route.query = {} })
afterEach(() => { vi.useRealTimers(); vi.unstubAllGlobals() })
let answers: Record<string, unknown>
const serve = (now: Record<string, unknown>) => {
  answers = now
  fetched.mockImplementation(async (url, init) => {
    const found = answers[`${init.method} ${url.replace('/api/v1', '')}`]
    return found === undefined ? new Response('{"code":"not-found"}', { status: 404 }) : new Response(JSON.stringify(found), { status: 200 })
  })
}
const asked = () => fetched.mock.calls.filter(([url]) => url === '/api/v1/payments/9').length
const settle = async (ms = 0) => { await vi.advanceTimersByTimeAsync(ms); await flushPromises() }
const press = async (wrapper: ReturnType<typeof show>, label: string, at = 0) => {
  await wrapper.findAll('button').filter(each => words(each) === label)[at]!.trigger('click')
  await settle()
}
/** axe waits by the real clock. */
const accessible = async () => { vi.useRealTimers(); await expectAccessible() }

describe('how the page waits', () => {
  it('asks soon, then ever more rarely, up to a bound', () => {
    const pauses = Array.from({ length: 12 }, (_, at) => nextWait(at + 1))
    expect(pauses[0]).toBe(wait_min_ms)
    expect(pauses.every((pause, at) => at === 0 || pause >= pauses[at - 1]!)).toBe(true)
    expect(pauses.at(-1)).toBe(wait_max_ms)
  })
  it.each<[Payment['state'] | null, number, string]>([
    [null, 0, 'waiting'], ['created', 0, 'waiting'], ['pending', 0, 'waiting'], ['pending', patience_ms, 'long'], [null, patience_ms, 'long'],
    ['approved', 0, 'approved'], ['approved', patience_ms, 'approved'], ['declined', 0, 'declined'], ['expired', 0, 'expired'], ['held', 0, 'held'], ['refunded_part', 0, 'refunded_part'],
  ])('%s after %d ms is %s', (state, ms, phase) => expect(paymentPhase(state, ms)).toBe(phase))
})

describe('the page after the payment', () => {
  it('never says that it is paid before the server does', async () => {
    serve({ 'GET /payments/9': payment() })
    const wrapper = show(PaymentPage)
    await settle()
    expect(words(wrapper)).toContain('Чекаємо на підтвердження')
    await settle(patience_ms + wait_max_ms)
    expect(words(wrapper)).toContain('Підтвердження ще немає')
    expect(words(wrapper)).toContain('ви отримаєте лист')
    expect(words(wrapper)).not.toContain('Сплачено')
    const before = asked()
    answers['GET /payments/9'] = payment({ state: 'approved' })
    await settle(wait_max_ms)
    expect(asked()).toBe(before + 1)
    expect(words(wrapper)).toContain('Сплачено')
    await settle(10 * wait_max_ms)
    expect(asked()).toBe(before + 1)
    await accessible()
  })

  it('says why the card was refused and begins another attempt', async () => {
    serve({ 'GET /payments/9': payment({ state: 'declined', decline: 'no_funds' }), 'POST /payments': { id: '10', state: 'created', checkout_url: 'https://pay.example/c/10' } })
    const wrapper = show(PaymentPage)
    await settle()
    expect(words(wrapper)).toContain('На картці не вистачає грошей. Гроші не списано.')
    await press(wrapper, 'Спробувати ще раз')
    expect(JSON.parse(String(fetched.mock.calls.at(-1)![1].body))).toEqual({ subject: 'order:42' })
    expect(visits).toEqual(['https://pay.example/c/10'])
  })

  it('goes on asking when the server is away, and says so without alarm', async () => {
    serve({ 'GET /payments/9': payment({ checkout_url: 'https://pay.example/c/9' }) })
    const wrapper = show(PaymentPage)
    await settle()
    expect(wrapper.find('a[href="https://pay.example/c/9"]').exists()).toBe(true)
    fetched.mockRejectedValueOnce(new TypeError('away'))
    await settle(wait_min_ms)
    expect(words(wrapper)).toContain('На платіж це не впливає')
    await settle(wait_max_ms)
    expect(words(wrapper)).not.toContain('На платіж це не впливає')
  })
})

describe('the statement', () => {
  it('shows balance, holds and entries with what they were about', async () => {
    serve({ 'GET /me/ledger': {
      balances: [{ balance: uah(1500), held: uah(200), available: uah(1300) }], holds: [{ id: '3', amount: uah(200), subject: 'deposit:7', expires_at: '2026-12-24T10:00:00Z' }],
      items: [{ id: '1', transaction: '1', at: '2026-11-30T10:00:00Z', reason: 'sale', subject: 'order:42', amount: uah(980), balance_after: uah(1500) },
        { id: '2', transaction: '2', at: '2026-11-29T10:00:00Z', reason: 'brand_new', subject: 'payout:5', amount: uah(-300), balance_after: uah(520) }],
      next_cursor: null,
    } })
    const wrapper = show(LedgerPage)
    await settle()
    for (const said of ['Доступно1 300 ₴', 'Внесок № 7', 'Виручка за продаж', '+980 ₴', 'Рух коштів', '−300 ₴']) expect(words(wrapper)).toContain(said)
    expect(wrapper.get('a[href="/orders/42"]').text()).toContain('42')
    await accessible()
  })
})

describe('the shop', () => {
  const shop = {
    'GET /services': { items: [{ service: 'highlight', sort: 'promotion', price: uah(50), days: 7, listings: null }, { service: 'listings_10', sort: 'package', price: uah(90), days: null, listings: 10 }], listing_fee: uah(10) },
    'GET /me/lots?state=running': { items: [{ ...lot(), version: 1, category_id: 'coins' }], next_cursor: null }, 'GET /me/lots?state=scheduled': { items: [], next_cursor: null },
    'GET /me/services': { items: [], next_cursor: null, listings_left: 2, wallet: uah(60) },
  }
  it('sells a promotion from the balance, or leaves for the card', async () => {
    const bought = { id: '7', subject: 'service:7', service: 'highlight', lot: { id: '12', title: 'Монета' }, price: uah(50), state: 'paid', active: true, paid_from: 'wallet', created_at: '2026-11-30T10:00:00Z', pay_until: '2026-11-30T11:00:00Z', paid_at: null, begins_at: null, expires_at: null, listings: null, listings_left: null, returnable: false }
    serve({ ...shop, 'POST /lots/12/services': bought })
    const wrapper = show(ServicesPage)
    await settle()
    expect(words(wrapper)).toContain('У вас лишилося 2 сплачені публікації')
    await press(wrapper, 'Купити')
    await press(wrapper, 'Сплатити 50 ₴')
    expect(JSON.parse(String(fetched.mock.calls.find(([url]) => url.endsWith('/lots/12/services'))![1].body))).toEqual({ service: 'highlight', pay_from: 'wallet' })
    expect(words(wrapper)).toContain('Куплено.')
    expect(visits).toEqual([])
    serve({ ...shop, 'POST /me/services': { ...bought, service: 'listings_10', state: 'due', subject: 'service:8' }, 'POST /payments': { id: '9', state: 'created', checkout_url: 'https://pay.example/c/9' } })
    await press(wrapper, 'Купити', 1)
    await press(wrapper, 'Сплатити 90 ₴')
    expect(visits).toEqual(['https://pay.example/c/9'])
    await accessible()
  })
})

describe('a lot that asks for a deposit', () => {
  it('says how much and what becomes of it, then takes it or goes to the card', async () => {
    const mine = { id: '7', lot_id: '12', amount: uah(100), state: 'active', subject: 'deposit:7', expires_at: null }
    serve({ 'GET /lots/12/deposit': { required: uah(100), mine: null }, 'POST /lots/12/deposit': mine })
    const wrapper = show(DepositPanel, { lot: lot() })
    await settle()
    expect(words(wrapper)).toContain('гарантійний внесок 100 ₴')
    await press(wrapper, 'Внести 100 ₴')
    await press(wrapper, 'Внести 100 ₴', 1)
    expect(wrapper.emitted('changed')).toHaveLength(1)
    serve({ 'POST /lots/12/deposit': { ...mine, state: 'unpaid' }, 'POST /payments': { id: '9', state: 'created', checkout_url: 'https://pay.example/c/9' } })
    await press(wrapper, 'Внести 100 ₴')
    await press(wrapper, 'Внести 100 ₴', 1)
    expect(visits).toEqual(['https://pay.example/c/9'])
  })
})

describe('a deposit that was made', () => {
  const mine = { id: '7', lot_id: '12', amount: uah(100), state: 'active' as const, subject: 'deposit:7', expires_at: null }
  it('can be taken back while no bid binds it', async () => {
    serve({ 'DELETE /lots/12/deposit': null })
    const wrapper = show(DepositNote, { lotId: '12', deposit: { required: uah(100), mine }, free: true })
    expect(words(wrapper)).toContain('Ваш внесок 100 ₴ зарезервовано')
    await press(wrapper, 'Забрати внесок')
    await press(wrapper, 'Забрати внесок', 1)
    expect(fetched.mock.calls.some(([url, init]) => url.endsWith('/lots/12/deposit') && init.method === 'DELETE')).toBe(true)
    expect(wrapper.emitted('changed')).toHaveLength(1)
  })
  it('says when it becomes free otherwise', () => {
    const wrapper = show(DepositNote, { lotId: '12', deposit: { required: uah(100), mine }, free: false })
    expect(words(wrapper)).toContain('Звільниться')
    expect(words(wrapper)).not.toContain('Забрати')
  })
})

describe('what was paid for', () => {
  it.each([
    [payment(), 'Замовлення № 42: Монета 5 гривень 2001'],
    [payment({ lot: { id: '12', title: 'Кінь: бронза', of: 3 } }), 'Замовлення № 42: Кінь: бронза і ще 2'],
    [payment({ subject: 'service:7', kind: 'service', item: 'top', title: 'Top of the category: Монета' }), 'Угорі категорії: Монета 5 гривень 2001'],
    [payment({ subject: 'service:7', kind: 'service', item: 'listings_10', lot: null, title: 'Package of 10 listings' }), '10 публікацій'],
    [payment({ subject: 'deposit:3', kind: 'deposit' }), 'Внесок № 3: Монета 5 гривень 2001'],
    [payment({ subject: 'order:42', lot: null, title: 'Order no. 42: of old' }), 'Замовлення № 42'],
    [payment({ subject: 'ticket:1', kind: 'ticket', lot: null, title: 'Ticket' }), 'Ticket'],
  ])('is said in the reader’s words %#', async (paid, said) => {
    serve({ 'GET /payments/9': { ...paid, state: 'approved' } })
    const wrapper = show(PaymentPage)
    await settle()
    expect(words(wrapper)).toContain(said)
  })
})

describe('the language of somebody who pays', () => {
  it('is kept over the provider’s page, once', async () => {
    keepPayLanguage('en')
    serve({ 'GET /payments/9': payment({ state: 'approved' }) })
    show(PaymentPage)
    await settle()
    expect(visits).toEqual(['/en'])
    expect(takePayLanguage()).toBeNull()
  })
})
