import { flushPromises } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import ManageChance from '../../app/components/manage/ManageChance.vue'
import ManageEnd from '../../app/components/manage/ManageEnd.vue'
import ManageRelist from '../../app/components/manage/ManageRelist.vue'
import ManageReserve from '../../app/components/manage/ManageReserve.vue'
import { useLiveEdit } from '../../app/composables/useLiveEdit'
import type { ActResult, Permission, SellerLot, UnsoldLot } from '../../app/types/api'
import { expectAccessible, show, words } from '../support/mount'
import { visits } from '../support/nuxt'
import { sellerLot, standing, uah } from '../support/samples'

const fetched = vi.fn<(url: string, init: RequestInit) => Promise<Response>>()
beforeEach(() => { fetched.mockReset(); vi.stubGlobal('fetch', fetched) })
afterEach(() => vi.unstubAllGlobals())

const yes: Permission = { allowed: true, reason: null, until: null }
const no = (reason: string): Permission => ({ allowed: false, reason, until: null })
const answer = (status: number, body: unknown) => fetched.mockResolvedValueOnce(new Response(JSON.stringify(body), { status }))
const sent = (call: number) => ({ url: fetched.mock.calls[call]![0], method: fetched.mock.calls[call]![1].method, body: JSON.parse(String(fetched.mock.calls[call]![1].body ?? 'null')) as unknown })
const done = (): ActResult => ({ seq: 20, at: '2026-11-25T01:00:00Z', standing: standing({ version: 9 }) })
type Wrapper = ReturnType<typeof show>
async function press(wrapper: Wrapper, label: string, at = 0) {
  await wrapper.findAll('button').filter(each => words(each) === label)[at]!.trigger('click')
  await flushPromises()
}

describe('the reserve of a running lot', () => {
  it('is lowered after what follows from it was said', async () => {
    const wrapper = show(ManageReserve, { lot: sellerLot({ reserve_price: uah(900) }), standing: standing(), may: yes })
    await wrapper.get('input').setValue('700')
    await press(wrapper, 'Змінити')
    expect(words(wrapper.get('[role=dialog]'))).toContain('Нова резервна ціна — 700 ₴?')
    expect(words(wrapper.get('[role=dialog]'))).toContain('цей максимум зменшиться')
    await expectAccessible()
    answer(200, done())
    await press(wrapper, 'Змінити резервну ціну')
    expect(sent(0)).toEqual({ url: '/api/v1/lots/12/reserve', method: 'PUT', body: { reserve: uah(700) } })
    expect((wrapper.emitted('changed')![0]![0] as SellerLot).reserve_price).toEqual(uah(700))
  })

  it('is removed', async () => {
    const wrapper = show(ManageReserve, { lot: sellerLot({ reserve_price: uah(900) }), standing: standing({ bids: 0 }), may: yes })
    await press(wrapper, 'Прибрати')
    answer(200, done())
    await press(wrapper, 'Прибрати', 1)
    expect(sent(0).body).toEqual({ reserve: null })
  })

  it('says why it cannot change', () => {
    const wrapper = show(ManageReserve, { lot: sellerLot(), standing: standing(), may: no('lot-has-bids') })
    expect(wrapper.findAll('button, input')).toHaveLength(0)
    expect(words(wrapper)).toContain('На лот уже ставили')
  })
})

describe('ending a lot before its time', () => {
  const end = (part = {}) => show(ManageEnd, { lot: sellerLot(), standing: standing(), sell: yes, cancel: yes, ...part })

  it('sells to the leader at the price that was shown', async () => {
    const wrapper = end()
    await press(wrapper, 'Продати за 1 240 ₴')
    expect(words(wrapper.get('[role=dialog]'))).toContain('учасник 2 купує лот за 1 240 ₴')
    await expectAccessible()
    answer(201, done())
    await press(wrapper, 'Продати за 1 240 ₴', 1)
    expect(sent(0)).toEqual({ url: '/api/v1/lots/12/early-sale', method: 'POST', body: null })
    expect(wrapper.emitted('acted')).toHaveLength(1)
  })

  it('takes the lot off with a reason, and says that it counts against the seller', async () => {
    const wrapper = end()
    await press(wrapper, 'Зняти лот')
    expect(words(wrapper.get('[role=dialog]'))).toContain('вам зарахують порушення')
    await press(wrapper, 'Зняти лот', 1)
    expect(words(wrapper)).toContain('Оберіть причину.')
    await wrapper.get('input[value=damaged]').setValue(true)
    answer(201, done())
    await press(wrapper, 'Зняти лот', 1)
    expect(sent(0)).toEqual({ url: '/api/v1/lots/12/cancellation', method: 'POST', body: { reason: 'damaged' } })
  })

  it('promises no strike without bids', async () => {
    const wrapper = end({ standing: standing({ bids: 0, price: null, leader: null }), sell: no('lot-without-bids') })
    expect(words(wrapper)).toContain('Ставок іще немає, продавати нікому.')
    await press(wrapper, 'Зняти лот')
    expect(words(wrapper.get('[role=dialog]'))).not.toContain('порушення')
  })
})

describe('offering again', () => {
  it('opens the new draft', async () => {
    const wrapper = show(ManageRelist, { lot: sellerLot(), may: yes })
    answer(201, sellerLot({ id: '77', state: 'draft' }))
    await press(wrapper, 'Створити чернетку')
    expect(sent(0).url).toBe('/api/v1/lots/12/relisting')
    expect(visits).toEqual(['/sell/77'])
  })
  it('is the second thing to do where the lot can be offered to a bidder', () => {
    const variant = (second: boolean) => show(ManageRelist, { lot: sellerLot(), may: yes, second }).getComponent({ name: 'UButton' }).props('variant')
    expect(variant(false)).toBe('solid')
    expect(variant(true)).toBe('outline')
  })
  it('is not offered where it is not allowed', () => {
    expect(show(ManageRelist, { lot: sellerLot(), may: no('not-relistable') }).findAll('button')).toHaveLength(0)
  })
})

describe('editing a running lot', () => {
  it('sends what changed in one command, and nothing that is faulty', async () => {
    const edit = useLiveEdit(sellerLot({ starts_at: '2020-01-01T00:00:00Z' }))
    expect(edit.faults.value).toEqual({})
    edit.draft.set({ title: 'Нова назва лота' })
    edit.draft.set({ buy_now_price: uah(101) })
    expect(edit.changed.value).toEqual(['title', 'buy_now_price'])
    expect(edit.faults.value).toEqual({ buy_now_price: 'buy_now_too_low' })
    edit.draft.set({ buy_now_price: null })
    answer(200, sellerLot({ title: 'Нова назва лота' }))
    expect((await edit.save())?.title).toBe('Нова назва лота')
    expect(sent(0)).toEqual({ url: '/api/v1/lots/12', method: 'PATCH', body: { title: 'Нова назва лота' } })
  })
})

describe('a lot that ended below its reserve', () => {
  const unsold = (part: Partial<UnsoldLot> = {}): UnsoldLot => ({ lot_id: '12', price: uah(900), until: '2026-12-30T10:00:00Z', allowed: true, reason: null, title: null, runner_up: { lot_id: '12', number: 3, max: uah(950) }, order_id: null, ...part })

  it('is offered to the highest bidder, at most at their own maximum', async () => {
    answer(200, unsold())
    const wrapper = show(ManageChance, { lotId: '12' })
    await flushPromises()
    expect(words(wrapper)).toContain('Торги зупинилися на 900 ₴')
    expect(wrapper.emitted('first')).toEqual([[true]])
    await press(wrapper, 'Запропонувати учасникові 3')
    await wrapper.get('input[name=price]').setValue('951')
    await press(wrapper, 'Запропонувати')
    expect(fetched.mock.calls).toHaveLength(1)
    await wrapper.get('input[name=price]').setValue('940')
    await expectAccessible()
    answer(201, { id: '77' })
    await press(wrapper, 'Запропонувати')
    expect(sent(1)).toEqual({ url: '/api/v1/lots/12/second-chance', method: 'POST', body: { price: uah(940), days: 1 } })
    expect(visits).toContain('/orders/77')
  })

  it('says why it cannot be offered now, and leads to the offer that was made', async () => {
    answer(200, unsold({ allowed: false, reason: 'order-lot-has-live-order', title: 'На цей лот уже є чинне замовлення', runner_up: null, order_id: '77' }))
    const wrapper = show(ManageChance, { lotId: '12' })
    await flushPromises()
    expect(words(wrapper)).toContain('На цей лот уже є чинне замовлення')
    expect(wrapper.get('a').attributes('href')).toBe('/orders/77')
    expect(wrapper.findAll('button')).toHaveLength(0)
  })
})
