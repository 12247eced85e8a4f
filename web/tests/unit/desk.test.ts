import { flushPromises } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import DeskNav from '../../app/components/desk/DeskNav.vue'
import Fees from '../../app/pages/moderation/fees.vue'
import PaymentPage from '../../app/pages/moderation/payments/[id].vue'
import Payouts from '../../app/pages/moderation/payouts.vue'
import Reconciliation from '../../app/pages/moderation/reconciliation.vue'
import { useSession } from '../../app/composables/useSession'
import { areBandsOrdered, parsePercent, percentText } from '../../app/utils/fee-table'
import type { PaymentFile } from '../../app/types/api'
import { expectAccessible, show, words } from '../support/mount'
import { route } from '../support/nuxt'
import { account, payment, uah } from '../support/samples'

const fetched = vi.fn<(url: string, init: RequestInit) => Promise<Response>>()
beforeEach(() => { fetched.mockReset(); vi.stubGlobal('fetch', fetched); useSession().set(account({ role: 'operator' })); route.query = {}; route.params = { id: '9' } })
afterEach(() => vi.unstubAllGlobals())
function serve(answers: Record<string, unknown>) {
  fetched.mockImplementation(async (url, init) => {
    const found = answers[`${init.method} ${url.replace('/api/v1', '')}`]
    if (found === undefined) return new Response('{"code":"not-found","title":"Тут нічого немає"}', { status: 404 })
    return found === null ? new Response(null, { status: 204 }) : new Response(JSON.stringify(found), { status: 200 })
  })
}
const sent = (call: string) => fetched.mock.calls.filter(([url, init]) => `${init.method} ${url.replace('/api/v1', '')}` === call).map(([, init]) => JSON.parse(String(init.body ?? 'null')) as unknown)
const press = async (wrapper: ReturnType<typeof show>, label: string, at = 0) => {
  await wrapper.findAll('button').filter(each => words(each) === label)[at]!.trigger('click')
  await flushPromises()
}
const at = '2026-11-30T10:00:00Z'

describe('a fee table', () => {
  it('reads and writes hundredths of a per cent', () => {
    expect([0, 5, 250, 1000].map(each => percentText(each, 'uk'))).toEqual(['0', '0,05', '2,5', '10'])
    expect(['2,5', '2.05 %', '0', '100', '100,01', '-1', 'x', ''].map(parsePercent)).toEqual([250, 205, 0, 10_000, null, null, null, null])
  })
  it('begins at nothing and rises', () => {
    expect(areBandsOrdered([{ from: 0, basis_points: 1 }, { from: 100, basis_points: 2 }])).toBe(true)
    for (const from of [[1], [0, 0], [0, 5, 4], []]) expect(areBandsOrdered(from.map(each => ({ from: each, basis_points: 1 })))).toBe(false)
  })
  const entry = { id: '3', kind: 'commission', amount: null, bands: [{ from: 0, basis_points: 1000 }, { from: 100_000, basis_points: 500 }], currency: 'UAH', valid_from: '2026-01-01T00:00:00Z', valid_until: null, state: 'present', note: null, set_by: null, set_at: at }
  it('shows what a table makes of prices, sets a new one, takes a planned one back', async () => {
    const planned = { ...entry, id: '4', state: 'planned', valid_from: '2027-01-01T00:00:00Z', bands: [{ from: 0, basis_points: 900 }] }
    serve({ 'GET /moderation/fees': { items: [planned, entry], kinds: [{ kind: 'commission', by: 'bands' }, { kind: 'listing', by: 'amount' }], earliest: at }, 'POST /moderation/fees': planned, 'DELETE /moderation/fees/4': null })
    const wrapper = show(Fees)
    await flushPromises()
    expect(words(wrapper)).toContain('від 0 ₴ до 1 000 ₴10 %')
    expect(words(wrapper)).toContain('з 10 000 ₴: 550 ₴')
    expect(words(wrapper)).toContain('Нічого не коштує.')
    await expectAccessible()
    await press(wrapper, 'Новий тариф')
    const fields = wrapper.findAll('[role=dialog] input[inputmode=decimal]')
    await fields[1]!.setValue('120')
    await press(wrapper, 'Встановити')
    expect(sent('POST /moderation/fees')).toEqual([])
    await fields[1]!.setValue('8,5')
    await press(wrapper, 'Встановити')
    expect(sent('POST /moderation/fees')).toEqual([{ kind: 'commission', bands: [{ from: 0, basis_points: 850 }, { from: 100_000, basis_points: 500 }], valid_from: null, note: null }])
    await press(wrapper, 'Забрати')
    await press(wrapper, 'Забрати', 1)
    expect(sent('DELETE /moderation/fees/4')).toHaveLength(1)
  })
})

describe('a payment at the desk', () => {
  const file = (part: Partial<PaymentFile> = {}): PaymentFile => ({
    payment: { ...payment({ state: 'approved', refunded: uah(100) }), payer: { id: '7', display_name: 'Іван' }, differences: 0 },
    attempts: [{ id: '1', state: 'approved', provider_order: 'gavel-9-1', provider_payment: '777', amount: uah(1130), captured: uah(1130), refunded: uah(100), decline: null, code: null, card: '444455XXXXXX1111', created_at: at, expires_at: at, checked_at: at }],
    operations: [{ id: '2', kind: 'refund', state: 'waiting', amount: uah(30), reason: 'Подряпина', tries: 1, code: null, created_at: at, finished_at: null }], differences: [],
    events: [{ id: '5', source: 'callback', order_status: 'approved', amount: '113000', received_at: at, body: '{"order_status":"approved"}' }], ...part,
  })
  it('refunds at most what is neither back nor on its way', async () => {
    serve({ 'GET /moderation/payments/9': file(), 'POST /moderation/payments/9/refunds': file().operations[0], 'POST /moderation/payments/9/check': file() })
    const wrapper = show(PaymentPage)
    await flushPromises()
    await expectAccessible()
    await press(wrapper, 'Запитати платіжну систему')
    expect(words(wrapper)).toContain('Відповідь отримано')
    await press(wrapper, 'Повернути гроші')
    expect(wrapper.get<HTMLInputElement>('input[name=amount]').element.value.replaceAll('\u00a0', ' ')).toBe('1 000')
    await wrapper.get('textarea[name=reason]').setValue('Річ пошкоджено')
    await wrapper.get('input[name=amount]').setValue('1000,01')
    await press(wrapper, 'Повернути гроші', 1)
    expect(sent('POST /moderation/payments/9/refunds')).toEqual([])
    await wrapper.get('input[name=amount]').setValue('250,50')
    await press(wrapper, 'Повернути 250,50 ₴')
    expect(sent('POST /moderation/payments/9/refunds')).toEqual([{ amount: { amount: 25_050, currency: 'UAH' }, reason: 'Річ пошкоджено' }])
  })
  it('is named and counted in the language of whoever reads', async () => {
    const difference = { id: '6', kind: 'totals_differ' as const, state: 'open' as const, payment: '9', provider_order: 'gavel-9-1', ours: '113000 charged, 0 refunded', theirs: '113000 charged, 10050 refunded', detail: '', found_at: at, resolved_at: null, resolved_by: null, note: null }
    const made = file({ differences: [difference] })
    serve({ 'GET /moderation/payments/9': { ...made, payment: { ...made.payment, title: 'Order 42: Монета: 5 гривень', lot: { id: '12', title: 'Монета: 5 гривень', of: 1 } } } })
    const wrapper = show(PaymentPage)
    await flushPromises()
    expect(words(wrapper)).toContain('Замовлення № 42: Монета: 5 гривень')
    expect(words(wrapper)).toContain('У нас: 1 130 ₴ списано, 0 ₴ повернуто. У платіжній системі: 1 130 ₴ списано, 100,50 ₴ повернуто.')
    expect(words(wrapper.get('details'))).toContain('approved1 130 ₴')
  })
  it('a moderator sees it but does not refund', async () => {
    useSession().set(account({ role: 'moderator' }))
    serve({ 'GET /moderation/payments/9': file() })
    const wrapper = show(PaymentPage)
    await flushPromises()
    expect(words(wrapper)).not.toContain('Повернути гроші')
    expect(words(show(DeskNav))).not.toContain('Виплати')
  })
})

it('a difference is closed with a note', async () => {
  const difference = { id: '6', kind: 'amount_differs', state: 'open', payment: '9', provider_order: 'gavel-9-1', ours: '113000 UAH', theirs: '1 UAH', detail: 'we ordered 500 UAH', found_at: at, resolved_at: null, resolved_by: null, note: null }
  serve({ 'GET /moderation/reconciliation': { items: [difference], next_cursor: null }, 'POST /moderation/reconciliation/6/resolve': { ...difference, state: 'resolved', note: 'Повернено' } })
  const wrapper = show(Reconciliation)
  await flushPromises()
  await expectAccessible()
  expect(words(wrapper)).toContain('1 130 ₴')
  expect(words(wrapper)).toContain('ми доручили 5 ₴')
  await press(wrapper, 'Позначити вирішеним')
  await wrapper.get('textarea[name=note]').setValue('Повернено')
  await press(wrapper, 'Позначити вирішеним', 1)
  expect(sent('POST /moderation/reconciliation/6/resolve')).toEqual([{ note: 'Повернено' }])
  expect(words(wrapper)).toContain('Усе сходиться')
})

it('a payout is recorded with the number of its transfer', async () => {
  const wallet = { account: { id: '7', display_name: 'Крамниця' }, balance: uah(1000), held: uah(100), available: uah(900) }
  serve({ 'GET /moderation/wallets': { items: [wallet] }, 'GET /moderation/payouts': { items: [], next_cursor: null }, 'POST /moderation/payouts': {} })
  const wrapper = show(Payouts)
  await flushPromises()
  await press(wrapper, 'Записати виплату')
  await press(wrapper, 'Записати виплату', 1)
  expect(words(wrapper)).toContain('Вкажіть номер переказу.')
  await wrapper.get('input[name=reference]').setValue('P-118')
  await press(wrapper, 'Записати виплату', 1)
  expect(sent('POST /moderation/payouts')).toEqual([{ account: '7', amount: uah(900), reference: 'P-118' }])
})
