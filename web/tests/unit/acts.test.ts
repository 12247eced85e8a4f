import { flushPromises } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import BidderList from '../../app/components/acts/BidderList.vue'
import BuyNow from '../../app/components/acts/BuyNow.vue'
import RetractBid from '../../app/components/acts/RetractBid.vue'
import { useSession } from '../../app/composables/useSession'
import type { ActResult, Bidder } from '../../app/types/api'
import { receiptsOf } from '../../app/utils/receipts'
import { expectAccessible, show, words } from '../support/mount'
import { account, lot, may, relation, standing, uah } from '../support/samples'

const fetched = vi.fn<(url: string, init: RequestInit) => Promise<Response>>()
beforeEach(() => { fetched.mockReset(); vi.stubGlobal('fetch', fetched); useSession().set(account()); localStorage.clear() })
afterEach(() => vi.unstubAllGlobals())

const answer = (status: number, body: unknown) => fetched.mockResolvedValueOnce(new Response(status === 204 ? null : JSON.stringify(body), { status }))
const sent = (call: number) => ({ url: fetched.mock.calls[call]![0], method: fetched.mock.calls[call]![1].method, body: JSON.parse(String(fetched.mock.calls[call]![1].body ?? 'null')) as unknown })
const key = (call: number) => (fetched.mock.calls[call]![1].headers as Record<string, string>)['Idempotency-Key']
const done = (part: Partial<ActResult> = {}): ActResult => ({ seq: 20, at: '2026-11-25T01:00:00Z', standing: standing({ version: 9 }), ...part })
type Wrapper = ReturnType<typeof show>
const press = async (wrapper: Wrapper, label: string) => {
  const button = wrapper.findAll('button').find(each => words(each) === label || each.attributes('aria-label') === label)
  if (!button) throw new Error(`no button ${label} in ${words(wrapper)}`)
  await button.trigger('click')
  await flushPromises()
}

describe('buying at once', () => {
  const buy = (part = {}) => show(BuyNow, { lot: lot({ shipping: [{ method: 'courier', cost: uah(120) }] }), standing: standing({ buy_now: uah(5000) }), relation: relation({ may: may({ buy_now: true }) }), signIn: '/sign-in', premium: [], ...part })

  it('says the total and what follows before anything is sent', async () => {
    const wrapper = buy()
    await press(wrapper, 'Купити одразу за 5 000 ₴')
    const dialog = words(wrapper.get('[role=dialog]'))
    for (const said of ['Купити за 5 000 ₴?', 'Скасувати купівлю не можна', 'Комісія для покупцянемає', 'Доставка120 ₴', 'До сплати щонайбільше5 120 ₴']) expect(dialog).toContain(said)
    await expectAccessible()
    expect(fetched).not.toHaveBeenCalled()
    answer(201, done())
    await press(wrapper, 'Купити за 5 000 ₴')
    expect(sent(0)).toEqual({ url: '/api/v1/lots/12/buy-now', method: 'POST', body: { price: uah(5000) } })
    expect((wrapper.emitted('acted')![0]![0] as ActResult).seq).toBe(20)
    expect(wrapper.find('[role=dialog]').exists()).toBe(false)
  })

  it('keeps the dialog with the reason when somebody was faster, and the key over silence', async () => {
    const wrapper = buy()
    await press(wrapper, 'Купити одразу за 5 000 ₴')
    fetched.mockRejectedValueOnce(new TypeError('network'))
    await press(wrapper, 'Купити за 5 000 ₴')
    answer(409, { code: 'buy-now-gone', title: 'x', status: 409 })
    await press(wrapper, 'Купити за 5 000 ₴')
    expect(key(1)).toBe(key(0))
    expect(words(wrapper.get('[role=dialog]'))).toContain('Купити одразу вже не можна')
    await wrapper.setProps({ standing: standing({ buy_now: null }) })
    expect(wrapper.find('[role=dialog]').exists()).toBe(false)
  })

  it('sends guests to the sign-in page', () => {
    useSession().set(null)
    expect(buy({ relation: null }).get('a').attributes('href')).toBe('/sign-in')
  })
})

describe('taking a bid back', () => {
  const back = (part = {}) => show(RetractBid, { lot: lot(), standing: standing(), relation: relation({ bidder: 2, relation: 'leading', max: uah(50_000), may: may({ retract: { allowed: true, reason: null, until: '2026-11-27T18:00:00Z' } }), retracts: 'all', ...part }) })

  it('wants a reason, and for a slip the amount that was meant', async () => {
    const wrapper = back()
    await press(wrapper, 'Відкликати ставку')
    expect(words(wrapper.get('[role=dialog]'))).toContain('забрано всі ваші ставки')
    expect(words(wrapper.get('[role=dialog]'))).toContain('ще 2 рази')
    await press(wrapper, 'Відкликати')
    expect(words(wrapper)).toContain('Оберіть причину.')
    await wrapper.get('input[value=wrong_amount]').setValue(true)
    await press(wrapper, 'Відкликати й поставити')
    expect(words(wrapper)).toContain('Введіть суму числом')
    await expectAccessible()
    await wrapper.get('input[inputmode=decimal]').setValue('500')
    const rebid = { seq: 21, max: uah(500), placed_at: '2026-11-25T01:00:00Z', outcome: 'leading', receipt: { seq: 21, salt: 'a'.repeat(32), hash: 'b'.repeat(64) }, standing: standing({ version: 10 }) }
    answer(201, { ...done(), rebid })
    await press(wrapper, 'Відкликати й поставити')
    expect(sent(0)).toEqual({ url: '/api/v1/lots/12/retractions', method: 'POST', body: { reason: 'wrong_amount', rebid: uah(500) } })
    expect((wrapper.emitted('acted')![0]![0] as ActResult).standing.version).toBe(10)
    expect(receiptsOf('12').map(each => each.seq)).toEqual([21])
  })

  it('sends other reasons without an amount and shows a refusal where it was asked', async () => {
    const wrapper = back({ retracts: 'latest' })
    await press(wrapper, 'Відкликати ставку')
    expect(words(wrapper.get('[role=dialog]'))).toContain('лише вашу останню ставку')
    await wrapper.get('input[value=description_changed]').setValue(true)
    answer(409, { code: 'description-not-changed', title: 'Після вашої ставки опис не змінювався', status: 409 })
    await press(wrapper, 'Відкликати')
    expect(sent(0).body).toEqual({ reason: 'description_changed' })
    expect(words(wrapper.get('[role=alert]'))).toContain('опис не змінювався')
  })

  it('says why it is not possible instead of a dead button', () => {
    const wrapper = back({ may: may({ retract: 'too-many-retractions' }) })
    expect(wrapper.findAll('button')).toHaveLength(0)
    expect(words(wrapper)).toContain('двічі відкликали ставки за 30 днів')
  })
})

describe('the list of bidders', () => {
  const bidder = (part: Partial<Bidder> = {}): Bidder => ({
    number: 1, name: 'Тарас', account_id: null, stands: true, leading: true, last_bid_at: new Date(Date.now() - 300_000).toISOString(), retractions: 0, blocked: false, suspended: null, ...part,
  })
  const list = async (items: Bidder[], rel = relation()) => {
    answer(200, { items })
    const wrapper = show(BidderList, { lotId: '12', standing: standing(), relation: rel, expanded: true })
    await flushPromises()
    return wrapper
  }
  const own = relation({ is_seller: true, may: may({ cancel_bids: true }) })

  it('names people, and says who leads, whose bids were withdrawn and how often they took bids back', async () => {
    const wrapper = await list([bidder(), bidder({ number: 2, name: 'Ірина', stands: false, leading: false, retractions: 3 })], own)
    const rows = wrapper.findAll('li').map(row => words(row))
    expect(rows[0]).toMatch(/Учасник 1.*Тарас.*лідирує.*остання ставка \d хв тому/)
    expect(rows[1]).toMatch(/Учасник 2.*Ірина.*усі ставки забрано.*відкликання за пів року: 3/)
    expect(rows[1]).not.toContain('Скасувати ставки')
    await expectAccessible()
  })

  it('lets the seller cancel bids with a reason and block', async () => {
    const wrapper = await list([bidder()], own)
    await press(wrapper, 'Скасувати ставки: Учасник 1')
    await expectAccessible()
    await wrapper.get('input[value=bidder_untrusted]').setValue(true)
    await wrapper.get('[role=dialog] input[type=checkbox]').setValue(true)
    answer(201, done())
    answer(200, { items: [bidder({ stands: false, leading: false, blocked: true })] })
    await wrapper.findAll('[role=dialog] button').at(-1)!.trigger('click')
    await flushPromises()
    expect(sent(1)).toEqual({ url: '/api/v1/lots/12/bidders/1/cancellation', method: 'POST', body: { reason: 'bidder_untrusted', block: true } })
    expect(wrapper.emitted('acted')).toHaveLength(1)
    expect(words(wrapper)).toContain('Заблоковано')
    expect(words(wrapper)).not.toContain('Скасувати ставки')
  })

  it('blocks without touching the bids', async () => {
    const wrapper = await list([bidder()], own)
    answer(200, { id: '3', name: 'Тарас', lot_id: '12', bidder: 1, blocked_at: '2026-11-25T01:00:00Z' })
    answer(200, { items: [bidder({ blocked: true })] })
    await press(wrapper, 'Заблокувати: Учасник 1')
    expect(sent(1)).toEqual({ url: '/api/v1/me/blocked-bidders', method: 'PUT', body: { lot_id: '12', bidder: 1 } })
    expect(words(wrapper)).toContain('Заблоковано')
  })

  it('lets a moderator suspend with a reason that the person will read, and restore', async () => {
    useSession().set(account({ role: 'moderator' }))
    const wrapper = await list([bidder({ account_id: '77', suspended: false })])
    await press(wrapper, 'Призупинити обліковий запис: Учасник 1')
    await wrapper.findAll('[role=dialog] button').at(-1)!.trigger('click')
    expect(words(wrapper.get('[role=dialog]'))).toContain('Напишіть причину.')
    await wrapper.get('textarea').setValue(' Ставить на лоти друга. ')
    answer(201, { suspended_at: '2026-11-25T01:00:00Z', cancelled_on: ['12', '15'], frozen_on: ['15'] })
    answer(200, { items: [bidder({ account_id: '77', suspended: true })] })
    await wrapper.findAll('[role=dialog] button').at(-1)!.trigger('click')
    await flushPromises()
    expect(sent(1)).toEqual({ url: '/api/v1/moderation/accounts/77/suspension', method: 'POST', body: { reason: 'Ставить на лоти друга.' } })
    expect(words(wrapper.get('[role=dialog]'))).toContain('Ставки скасовуються на 2 лотах.')
    expect(wrapper.get('[role=dialog] a').attributes('href')).toBe('/lots/15')
    answer(204, '')
    answer(200, { items: [] })
    await press(wrapper, 'Поновити обліковий запис: Учасник 1')
    expect(sent(3)).toMatchObject({ url: '/api/v1/moderation/accounts/77/suspension', method: 'DELETE' })
  })
})
