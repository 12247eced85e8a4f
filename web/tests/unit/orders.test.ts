import { flushPromises } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import OrderNext from '../../app/components/orders/OrderNext.vue'
import OrderSums from '../../app/components/orders/OrderSums.vue'
import OrderPage from '../../app/pages/orders/[id].vue'
import OrdersPage from '../../app/pages/orders/index.vue'
import { useSession } from '../../app/composables/useSession'
import { deliveryFaults, deliveryOf, fieldsFrom, fieldsOf } from '../../app/utils/delivery-form'
import { deadlineOf, hindrance, laterSteps, nextStep, otherSteps } from '../../app/utils/order-next'
import type { Order, OrderCommand } from '../../app/types/api'
import { expectAccessible, show, words } from '../support/mount'
import { route, visits } from '../support/nuxt'
import { account, doing, order, uah } from '../support/samples'

const fetched = vi.fn<(url: string, init: RequestInit) => Promise<Response>>()
beforeEach(() => { fetched.mockReset(); vi.stubGlobal('fetch', fetched); useSession().set(account()); route.query = {}; route.params = { id: '42' } })
afterEach(() => vi.unstubAllGlobals())
const soon = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString()

/** A server that answers by method and address. */
function serve(answers: Record<string, unknown>) {
  fetched.mockImplementation(async (url, init) => {
    const found = answers[`${init.method} ${url.replace('/api/v1', '')}`]
    return found === undefined ? new Response('{"code":"not-found","title":"Тут нічого немає"}', { status: 404 }) : new Response(JSON.stringify(found), { status: 200 })
  })
}
const sent = (call: string) => fetched.mock.calls.filter(([url, init]) => `${init.method} ${url.replace('/api/v1', '')}` === call).map(([, init]) => JSON.parse(String(init.body ?? 'null')) as unknown)
type Wrapper = ReturnType<typeof show>
const press = async (wrapper: Wrapper, label: string, at = 0) => {
  await wrapper.findAll('button').filter(each => words(each) === label)[at]!.trigger('click')
  await flushPromises()
}
const page = async (answer: Order, more: Record<string, unknown> = {}) => {
  serve({ 'GET /orders/42': answer, 'GET /orders/42/messages': { items: [] }, ...more })
  const wrapper = show(OrderPage)
  await flushPromises()
  return wrapper
}

describe('the next step', () => {
  it.each<[string, Partial<Order>, OrderCommand[], OrderCommand | null]>([
    ['a buyer without a delivery chooses one', { delivery: null }, ['pay', 'set_delivery'], 'set_delivery'],
    ['a buyer with a delivery pays', {}, ['pay', 'set_delivery'], 'pay'],
    ['a buyer whose time is over does nothing', {}, [], null],
    ['a runner-up accepts', { state: 'second_chance' }, ['accept', 'decline'], 'accept'],
    ['a buyer waits for the parcel', { state: 'paid' }, ['cancel', 'dispute', 'set_delivery'], null],
    ['a buyer receives', { state: 'shipped' }, ['receive', 'dispute'], 'receive'],
    ['a buyer completes', { state: 'received' }, ['complete', 'dispute'], 'complete'],
    ['a buyer in a dispute writes', { state: 'disputed' }, ['write'], 'write'],
    ['a seller waits for the money', { role: 'seller' }, ['set_shipping', 'cancel'], null],
    ['a seller ships', { role: 'seller', state: 'paid' }, ['ship', 'cancel'], 'ship'],
    ['a seller corrects a number only by the way', { role: 'seller', state: 'shipped' }, ['ship'], null],
    ['a seller offers a second chance', { role: 'seller', state: 'unpaid' }, ['second_chance'], 'second_chance'],
    ['a seller has nobody to offer to', { role: 'seller', state: 'cancelled' }, [], null],
    ['a moderator decides', { role: 'moderator', state: 'disputed' }, ['settle', 'write'], 'settle'],
    ['nothing is left of a completed order', { state: 'completed' }, ['invoice'], null],
  ])('%s', (_, part, allowed, step) => {
    expect(nextStep(order({ ...part, actions: doing(...allowed) }))).toBe(step)
  })

  it('what else is possible stands beside it, what is not yet says when', () => {
    const asked = order({ state: 'paid', actions: doing('dispute').map(each => (each.action === 'cancel' ? { ...each, from: '2026-12-04T10:00:00Z' } : each)) })
    expect(otherSteps(asked)).toEqual(['dispute'])
    expect(laterSteps(asked).map(each => each.action)).toEqual(['cancel'])
  })

  it('the refusal of the expected step is told, but not that of another turn', () => {
    expect(hindrance(order({ actions: doing() }))?.action).toBe('pay')
    expect(hindrance(order({ state: 'paid', actions: doing() }))).toBeNull()
  })

  it('each state has its own deadline', () => {
    const deadlines = { answer_until: 'a', pay_until: 'b', ship_until: 'c', receive_at: 'd', complete_at: 'e', settle_until: 'f' }
    const states = ['second_chance', 'awaiting_payment', 'paid', 'shipped', 'received', 'disputed', 'completed'] as const
    expect(states.map(state => deadlineOf({ state, deadlines }))).toEqual(['a', 'b', 'c', 'd', 'e', 'f', null])
  })
})

describe('words of a deadline', () => {
  const said = (part: Partial<Order>) => words(show(OrderNext, { order: order(part), pending: false, error: null }))
  const until = (part: Partial<Order['deadlines']>) => ({ deadlines: { answer_until: null, pay_until: null, ship_until: null, receive_at: null, complete_at: null, settle_until: null, ...part } })
  it('says when, and how long that is when it is near', () => {
    expect(said(until({ pay_until: soon(50) }))).toMatch(/Сплатіть до \d.*\d\d:\d\d\.$|Сплатіть до [^З]*Сплатити/)
    expect(said(until({ pay_until: soon(50) }))).not.toContain('Залишилося')
    expect(said(until({ pay_until: soon(5) }))).toMatch(/Залишилося (5 год 0|4 год 59) хв/)
    expect(said(until({ pay_until: soon(-1) }))).not.toContain('Залишилося')
  })
  it('means another thing to each side', () => {
    expect(said({ state: 'paid', actions: doing(), ...until({ ship_until: soon(50) }) })).toContain('потім ви зможете скасувати')
    expect(said({ state: 'paid', role: 'seller', actions: doing('ship'), ...until({ ship_until: soon(50) }) })).toContain('потім покупець зможе скасувати')
    expect(said({ state: 'received', role: 'seller', actions: doing(), ...until({ complete_at: soon(50) }) })).toContain('ви отримаєте гроші')
  })
})

describe('the sums', () => {
  it('a buyer sees what is paid, a seller what is left', () => {
    const buyer = words(show(OrderSums, { order: order() }))
    expect(buyer).toContain('Комісія для покупця50 ₴')
    expect(buyer).toContain('Разом1 130 ₴')
    expect(buyer).not.toContain('отримаєте')
    const seller = words(show(OrderSums, { order: order({ role: 'seller', commission: uah(100), payout: uah(980) }) }))
    expect(seller).toContain('Комісія аукціону−100 ₴')
    expect(seller).toContain('Ви отримаєте980 ₴')
  })
  it('without premium there is no line of it; a tariff is named', () => {
    const text = words(show(OrderSums, { order: order({ premium: uah(0), shipping: null }) }))
    expect(text).not.toContain('Комісія')
    expect(text).toContain('за тарифом перевізника')
    expect(words(show(OrderSums, { order: order({ shipping: null, delivery: null }) }))).toContain('ще не вибрано')
  })
})

describe('the delivery', () => {
  it('asks only for what the way needs', () => {
    expect(fieldsOf({ method: 'pickup', to: '' })).toEqual(['recipient', 'phone'])
    expect(fieldsOf({ method: 'nova_poshta', to: 'locker' })).toEqual(['recipient', 'phone', 'city', 'point'])
    expect(fieldsOf({ method: 'ukrposhta', to: 'branch' })).toEqual(['recipient', 'phone', 'city', 'postcode'])
    expect(fieldsOf({ method: 'courier', to: 'door' })).toEqual(['recipient', 'phone', 'city', 'street'])
  })
  it('judges and sends only those', () => {
    const form = { ...fieldsFrom(null, 'ukrposhta'), recipient: ' Олена Коваль ', phone: '067 123 45 67', city: 'Львів', postcode: '7900', point: '7', street: 'Зелена' }
    expect(deliveryFaults(form)).toEqual(['postcode'])
    expect(deliveryOf({ ...form, postcode: '79000' })).toEqual({ method: 'ukrposhta', to: 'branch', recipient: 'Олена Коваль', phone: '067 123 45 67', city: 'Львів', postcode: '79000' })
    expect(deliveryFaults({ ...form, phone: '12' })).toEqual(['phone', 'postcode'])
  })
  it('is chosen first, then the page asks to pay', async () => {
    const wrapper = await page(order({ delivery: null, shipping: null, total: uah(1050) }), { 'PUT /orders/42/delivery': order() })
    expect(words(wrapper)).toContain('Виберіть доставку')
    await press(wrapper, 'Зберегти й перейти до оплати')
    expect(sent('PUT /orders/42/delivery')).toEqual([])
    expect(words(wrapper)).toContain('щонайменше три літери')
    await expectAccessible()
    for (const [name, value] of [['recipient', 'Олена Коваль'], ['phone', '0671234567'], ['city', 'Львів'], ['point', '12']]) await wrapper.get(`input[name=${name}]`).setValue(value)
    await wrapper.get('form').trigger('submit')
    await flushPromises()
    expect(sent('PUT /orders/42/delivery')).toEqual([{ method: 'nova_poshta', to: 'branch', recipient: 'Олена Коваль', phone: '0671234567', city: 'Львів', point: '12' }])
    expect(words(wrapper)).toContain('Сплатити 1 130 ₴')
  })
})

describe('the page of an order', () => {
  it('goes to the provider to pay', async () => {
    const wrapper = await page(order(), { 'POST /orders/42/payments': { id: '9', state: 'created', checkout_url: 'https://pay.example/c/9' } })
    await press(wrapper, 'Сплатити 1 130 ₴')
    expect(visits).toEqual(['https://pay.example/c/9'])
    await expectAccessible()
  })

  it('a seller ships with a number and may offer a runner-up', async () => {
    const wrapper = await page(order({ role: 'seller', state: 'paid', actions: doing('ship', 'cancel', 'write'), commission: uah(100), payout: uah(980) }), { 'POST /orders/42/ship': order({ role: 'seller', state: 'shipped', actions: doing('write'), tracking: { carrier: 'nova_poshta', number: '20450000000000', url: null } }) })
    await press(wrapper, 'Відправлено')
    await press(wrapper, 'Так, відправлено')
    expect(words(wrapper)).toContain('Від 5 до 40')
    await wrapper.get('input[name=tracking]').setValue('2045 0000 0000 00')
    await press(wrapper, 'Так, відправлено')
    expect(sent('POST /orders/42/ship')).toEqual([{ carrier: 'nova_poshta', tracking: '20450000000000' }])
    expect(words(wrapper)).toContain('20450000000000')
  })

  it('a second chance is not above the maximum of the runner-up', async () => {
    const wrapper = await page(order({ role: 'seller', state: 'unpaid', actions: doing('second_chance'), runners_up: [{ lot_id: '12', number: 3, max: uah(900) }] }), { 'POST /orders/42/second-chance': order({ id: '43', role: 'seller', state: 'second_chance' }) })
    await press(wrapper, 'Запропонувати наступному')
    await wrapper.get('input[name=price]').setValue('901')
    await press(wrapper, 'Запропонувати')
    expect(sent('POST /orders/42/second-chance')).toEqual([])
    await wrapper.get('input[name=price]').setValue('850')
    await press(wrapper, 'Запропонувати')
    expect(sent('POST /orders/42/second-chance')).toEqual([{ lot: '12', price: uah(850), days: 1 }])
    expect(visits).toEqual(['/orders/43'])
  })

  it('a refused act keeps its dialog with the reason of the server', async () => {
    const wrapper = await page(order({ state: 'shipped', actions: doing('receive') }))
    fetched.mockImplementation(async (_, init) => (init.method === 'POST' ? new Response('{"code":"order-state","title":"Замовлення вже отримано."}', { status: 409 }) : new Response(JSON.stringify(order({ state: 'shipped', actions: doing('receive') })))))
    await press(wrapper, 'Підтвердити отримання')
    await press(wrapper, 'Так, отримано')
    expect(words(wrapper.get('[role=dialog]'))).toContain('Замовлення вже отримано.')
  })

  it('a dispute needs a reason and words; a moderator decides with an explanation', async () => {
    const disputed = order({ state: 'disputed', actions: doing('write'), dispute: { reason: 'damaged', by: 'buyer', opened_at: '2026-11-30T10:00:00Z', settled_at: null, outcome: null, note: null } })
    const wrapper = await page(order({ state: 'received', actions: doing('complete', 'dispute') }), { 'POST /orders/42/dispute': disputed })
    await press(wrapper, 'Відкрити суперечку')
    await press(wrapper, 'Відкрити суперечку', 1)
    expect(words(wrapper)).toContain('Виберіть, що сталося.')
    await wrapper.get('input[value=damaged]').setValue(true)
    await wrapper.get('textarea[name=details]').setValue('Чашка розбита навпіл.')
    await press(wrapper, 'Відкрити суперечку', 1)
    expect(sent('POST /orders/42/dispute')).toEqual([{ reason: 'damaged', text: 'Чашка розбита навпіл.', files: [] }])
    expect(words(wrapper)).toContain('Покупець: річ пошкоджено')

    const desk = await page(order({ ...disputed, role: 'moderator', actions: doing('settle', 'write'), payout: uah(980), commission: uah(100) }), { 'POST /moderation/orders/42/settle': order({ state: 'completed', role: 'moderator', refunded: uah(500) }) })
    await press(desk, 'Вирішити')
    await desk.get('input[value=refund]').setValue(true)
    await desk.get('input[name=amount]').setValue('2000')
    await desk.get('textarea[name=note]').setValue('Пошкоджено в дорозі, вина продавця.')
    await press(desk, 'Вирішити', 1)
    expect(sent('POST /moderation/orders/42/settle')).toEqual([])
    await desk.get('input[name=amount]').setValue('500')
    await press(desk, 'Вирішити', 1)
    expect(sent('POST /moderation/orders/42/settle')).toEqual([{ outcome: 'refund', amount: uah(500), note: 'Пошкоджено в дорозі, вина продавця.' }])
  })
})

describe('the list', () => {
  const summary = { id: '42', state: 'awaiting_payment', role: 'buyer', other: { id: '7', display_name: 'Крамниця' }, title: 'Монета', lots: 3, photo: null, total: uah(1130), due_at: soon(5), created_at: soon(-5) }
  it('shows purchases, or sales with their setting', async () => {
    serve({ 'GET /orders?role=buyer': { items: [summary], next_cursor: null } })
    const wrapper = show(OrdersPage)
    await flushPromises()
    expect(words(wrapper)).toContain('і ще 2 лоти')
    expect(wrapper.get('h2 a').attributes('href')).toBe('/orders/42')
    await expectAccessible()
    route.query = { role: 'seller', state: 'paid' }
    serve({ 'GET /orders?role=seller&state=paid': { items: [], next_cursor: null }, 'GET /me/order-settings': { automatic_second_chance: false }, 'PUT /me/order-settings': { automatic_second_chance: true } })
    const sales = show(OrdersPage)
    await flushPromises()
    expect(words(sales)).toContain('У цьому стані замовлень немає')
    await sales.get('input[type=checkbox]').setValue(true)
    await flushPromises()
    expect(sent('PUT /me/order-settings')).toEqual([{ automatic_second_chance: true }])
  })
})
