import { flushPromises } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { defineComponent, h, toRef } from 'vue'
import BidHistory from '../../app/components/bidding/BidHistory.vue'
import BidPanel from '../../app/components/bidding/BidPanel.vue'
import LotCard from '../../app/components/lots/LotCard.vue'
import { useBidHistory } from '../../app/composables/useBidHistory'
import { resetServerClock } from '../../app/composables/useServerClock'
import { useSession } from '../../app/composables/useSession'
import type { LotNotice, Standing } from '../../app/types/api'
import { FakeEventSource } from '../support/event-source'
import { expectAccessible, show, words } from '../support/mount'
import { account, lot, may, relation, standing, uah } from '../support/samples'

beforeEach(() => {
  vi.stubGlobal('fetch', vi.fn(() => Promise.reject(new TypeError('no network in tests'))))
  vi.stubGlobal('EventSource', FakeEventSource)
})
afterEach(() => { vi.unstubAllGlobals(); resetServerClock(); vi.useRealTimers() })

const notice = (part: Partial<LotNotice> = {}): LotNotice => ({ kind: 'notice', seq: 9, notice: 'extended', reason: null, bidder: null, ends_at: null, at: new Date().toISOString(), ...part })
const later = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString()
function panel(signedIn: boolean, standingPart: Partial<Standing> = {}, props: Record<string, unknown> = {}) {
  useSession().set(signedIn ? account() : null)
  return show(BidPanel, { lot: lot(), standing: standing(standingPart), relation: signedIn ? relation() : null, kind: 'none', status: 'live', heardAt: null, history: [], ...props })
}

describe('BidPanel says what matters in every state', () => {
  it.each([
    ['signed out', false, {}, {}, ['Наступна ставка — від 1 260 ₴.', 'Увійти, щоб зробити ставку'], 'Зробити ставку'],
    ['signed out, with a deposit', false, { deposit: uah(100) }, {}, ['Для ставок потрібен гарантійний внесок 100 ₴', 'Увійти, щоб зробити ставку'], 'Зробити ставку'],
    ['own lot', true, {}, { relation: relation({ is_seller: true }) }, ['Це ваш лот'], 'Зробити ставку'],
    ['not started', true, { state: 'scheduled', price: null, bids: 0, bidders: 0, leader: null, starts_at: later(90), ends_at: later(900), original_ends_at: later(900) }, {}, ['До початку', 'Торги ще не почалися', 'Стартова ціна'], 'Зробити ставку'],
    ['no bids', true, { price: null, min_next: uah(100), bids: 0, bidders: 0, leader: null }, {}, ['Ставок ще немає. Перша — від 100 ₴.', 'Зробити ставку'], 'Вас перебито'],
    ['leading', true, {}, { kind: 'leading', relation: relation({ relation: 'leading', bidder: 2, max: uah(3000) }) }, ['Ви лідируєте', 'Ваш максимум 3 000 ₴', 'Підняти максимум'], 'Вас перебито'],
    ['outbid', true, {}, { kind: 'outbid', relation: relation({ relation: 'outbid', bidder: 3, max: uah(1200) }) }, ['Вас перебито', 'щонайменше 1 260 ₴', 'Зробити ставку'], 'Ви лідируєте'],
    ['reserve not met', true, { reserve: 'not_met' }, {}, ['Резервної ціни ще не досягнуто', 'Зробити ставку'], 'Ви лідируєте'],
    ['extended', true, { original_ends_at: later(113) }, {}, ['Подовжено+7 хв'], 'завершено'],
    ['time is up', true, { ends_at: later(-1) }, {}, ['Час вийшов'], 'Зробити ставку'],
    ['won', true, { state: 'ended_sold' }, { kind: 'won' }, ['Лот ваш за 1 240 ₴', 'Торги завершено'], 'Зробити ставку'],
    ['lost', true, { state: 'ended_sold', sold_by: 'hammer' }, { kind: 'lost' }, ['Продано за 1 240 ₴ учаснику 2', 'Дякуємо за участь', 'Схожі лоти'], 'Зробити ставку'],
    ['unsold', false, { state: 'ended_unsold', reserve: 'not_met', unsold_reason: 'reserve_not_met' }, {}, ['Лот не продано', 'Учасники нічого не винні'], 'ще не досягнуто'],
    ['sold, seen by the seller', true, { state: 'ended_sold', sold_by: 'hammer' }, { relation: relation({ is_seller: true }) }, ['Продано за 1 240 ₴ учаснику 2', 'вам і переможцю'], 'Дякуємо за участь'],
    ['bought at once by me', true, { state: 'ended_sold', sold_by: 'buy_now' }, { kind: 'won' }, ['Ви купили лот за 1 240 ₴'], 'Зробити ставку'],
    ['bought at once by another', false, { state: 'ended_sold', sold_by: 'buy_now' }, {}, ['Куплено одразу за 1 240 ₴'], 'Зробити ставку'],
    ['sold early to me', true, { state: 'ended_sold', sold_by: 'early' }, { kind: 'won' }, ['Лот ваш за 1 240 ₴', 'вирішив не чекати кінця'], 'Зробити ставку'],
    ['sold early, lost', true, { state: 'ended_sold', sold_by: 'early', ends_at: later(600) }, { kind: 'lost' }, ['Продавець продав лот учаснику 2', 'дістався іншому'], 'Торги завершено 2'],
    ['cancelled', true, { state: 'cancelled', cancel_reason: 'damaged', ends_at: later(600) }, {}, ['Лот знято з торгів', 'Причина: лот пошкоджено.', 'ніхто нічого не винен'], 'Зробити ставку'],
    ['frozen, leading', true, { state: 'frozen', frozen_at: later(0), ends_at: later(90) }, { kind: 'leading', relation: relation({ relation: 'leading', bidder: 2, max: uah(3000) }) }, ['Торги зупинено до перевірки', 'Зупинено, залишалося', '1 год 30 хв', 'Ви лідируєте'], 'Зробити ставку'],
    ['frozen, own', true, { state: 'frozen', frozen_at: later(0), ends_at: later(90) }, { relation: relation({ is_seller: true }) }, ['Торги зупинено', 'Керувати лотом'], 'Зробити ставку'],
    ['not admitted', true, {}, { relation: relation({ may: may({ bid: 'not-admitted' }) }) }, ['На цьому лоті вам ставити не можна.'], 'Зробити ставку'],
    ['suspended', true, {}, { relation: relation({ may: may({ bid: 'account-suspended' }) }) }, ['Ваш обліковий запис призупинено'], 'Зробити ставку'],
    ['buy-now, signed out', false, { price: null, bids: 0, bidders: 0, leader: null, buy_now: uah(5000) }, {}, ['Купити одразу за 5 000 ₴', 'Увійти, щоб зробити ставку'], 'Зробити ставку'],
    ['buy-now, allowed', true, { reserve: 'not_met', buy_now: uah(5000) }, { relation: relation({ may: may({ buy_now: true }) }) }, ['Купити одразу за 5 000 ₴', 'Зробити ставку'], 'не можна купити'],
    ['buy-now gone', true, {}, { relation: relation({ may: may({ buy_now: 'buy-now-gone' }) }) }, ['Купити одразу вже не можна'], 'Купити одразу за'],
    ['extended after an outage', true, { original_ends_at: later(90) }, { history: [notice({ notice: 'extended', reason: 'outage' })] }, ['Подовжено+30 хв', 'Через перерву в роботі сервісу кінець перенесено'], 'завершено'],
    ['resumed by a moderator', true, { original_ends_at: later(90) }, { history: [notice({ notice: 'resumed', reason: 'resolved' })] }, ['Торги відновлено після перевірки'], 'завершено'],
    ['may retract', true, {}, { kind: 'leading', relation: relation({ relation: 'leading', bidder: 2, max: uah(3000), may: may({ retract: true }), retracts: 'all' }) }, ['Відкликати ставку'], 'Відкликати ставку вже пізно'],
    ['too late to retract', true, {}, { kind: 'leading', relation: relation({ relation: 'leading', bidder: 2, max: uah(3000), may: may({ retract: 'retraction-closed' }) }) }, ['Відкликати ставку вже пізно'], 'Можна до'],
  ])('%s', async (_, signedIn, standingPart, props, said, unsaid) => {
    const wrapper = panel(signedIn, standingPart as Partial<Standing>, props)
    for (const sentence of said) expect(words(wrapper)).toContain(sentence)
    expect(wrapper.findAll('button[type=submit]').length === 0 || unsaid !== 'Зробити ставку').toBe(true)
    if (unsaid !== 'Зробити ставку') expect(words(wrapper)).not.toContain(unsaid)
    await expectAccessible()
  })

  it('tells a lost connection after a moment and how old the price is', async () => {
    vi.useFakeTimers()
    const wrapper = panel(true, {}, { status: 'lost', heardAt: new Date(Date.now() - 120_000).toISOString() })
    const banner = () => document.body.textContent
    expect(banner()).not.toContain('перервано')
    await vi.advanceTimersByTimeAsync(3000)
    expect(banner()).toContain('Зв’язок із торгами перервано')
    expect(words(wrapper)).toContain('Ціна, відома 2 хв тому')
    await wrapper.setProps({ status: 'live' })
    expect(banner()).not.toContain('перервано')
  })

  it('announces price changes politely, at most one in five seconds, the newest', async () => {
    vi.useFakeTimers()
    const wrapper = panel(true)
    const spoken = () => words(wrapper.get('[aria-live=polite]'))
    const rise = async (version: number, price: number) => wrapper.setProps({ standing: standing({ version, price: uah(price) }) })
    expect(spoken()).toBe('')
    await rise(6, 1300)
    expect(spoken()).toBe('Ціна 1 300 ₴')
    await rise(7, 1400)
    await rise(8, 1500)
    expect(spoken()).toBe('Ціна 1 300 ₴')
    await vi.advanceTimersByTimeAsync(5000)
    expect(spoken()).toBe('Ціна 1 500 ₴')
  })
})

describe('BidHistory', () => {
  const step = (n: number, part: object) => ({ kind: 'step', seq: n, n, bidder: 1, amount: uah(100), automatic: false, reason: 'opening', withdrawn: false, at: later(-1), ...part })
  const Host = defineComponent({
    props: { now: { type: Object, required: true } },
    setup(props) {
      const history = useBidHistory('12', toRef(props, 'now') as never)
      return () => h(BidHistory, { lot: lot(), standing: props.now as Standing, relation: relation({ bidder: 2 }), history })
    },
  })
  const answer = (items: unknown[]) => vi.stubGlobal('fetch', vi.fn(() => Promise.resolve(new Response(JSON.stringify({ items, retractions: [{ bidder: 1, count: 2 }], next_cursor: null })))))

  it('gives every step its reason, under numbers, and marks the visitor', async () => {
    answer([step(3, { amount: uah(305), automatic: true, reason: 'counter' }), step(2, { bidder: 2, amount: uah(300), reason: 'challenge' }), step(1, {})])
    const wrapper = show(Host, { now: standing() })
    await flushPromises()
    const rows = wrapper.findAll('ol li').map(row => words(row))
    expect(rows[0]).toContain('Учасник 1')
    expect(rows[0]).toContain('автоматично')
    expect(rows[0]).toContain('Відповідь за максимумом лідера')
    expect(rows[0]).toContain('відкликання за пів року: 2')
    expect(rows[1]).toContain('Ви (учасник 2)')
    expect(rows[1]).not.toContain('відкликання')
    expect(rows[2]).toContain('Перша ставка')
    expect(rows[2]).not.toContain('відкликання')
    await expectAccessible()
  })

  it('keeps withdrawn steps, and tells events with whom they concern, why, and the new end', async () => {
    answer([
      notice({ seq: 6, notice: 'extended', reason: 'outage', ends_at: '2026-11-27T19:00:00Z' }), step(4, { seq: 5, reason: 'withdrawn', automatic: true }),
      notice({ seq: 5, notice: 'retracted', reason: 'wrong_amount', bidder: 2 }), step(3, { bidder: 2, amount: uah(900), reason: 'takeover', withdrawn: true }),
      step(2, { automatic: true, reason: 'exhausted', amount: uah(890), withdrawn: true }), step(1, {}),
    ])
    const wrapper = show(Host, { now: standing() })
    await flushPromises()
    const rows = wrapper.findAll('ol li').map(row => words(row))
    expect(rows[0]).toContain('Кінець перенесено')
    expect(rows[0]).toContain('Причина: перерва в роботі сервісу.')
    expect(rows[0]).toContain('Новий кінець:')
    expect(rows[1]).toContain('без забраних ставок')
    expect(rows[2]).toContain('Ставку відкликано: Ви (учасник 2)')
    expect(rows[3]).toContain('забрано')
    expect(rows[4]).toContain('не враховується')
    expect(rows[4]).not.toContain('забрано')
    expect(wrapper.find('.line-through').text()).toContain('900')
    await expectAccessible()
  })

  it('says a purchase once', async () => {
    answer([notice({ seq: 2, notice: 'buy_now', bidder: 1 }), step(1, { seq: 2, reason: 'buy_now', amount: uah(5000) }), notice({ seq: 1, notice: 'opened' })])
    const wrapper = show(Host, { now: standing() })
    await flushPromises()
    expect(wrapper.findAll('ol li').map(row => words(row))).toEqual([expect.stringMatching(/Куплено одразу за сталою ціною/), expect.stringMatching(/Лот опубліковано/)])
  })

  it('reads all of it anew when bids were withdrawn, also when one came in their place', async () => {
    vi.useFakeTimers()
    answer([step(2, { bidder: 2, amount: uah(300), reason: 'challenge' }), step(1, {})])
    const wrapper = show(Host, { now: standing({ version: 5, bids: 2 }) })
    await flushPromises()
    expect(wrapper.findAll('ol li')).toHaveLength(2)
    answer([notice({ seq: 3, notice: 'bids_cancelled', reason: 'bidder_asked', bidder: 2 }), step(2, { bidder: 2, amount: uah(300), reason: 'challenge', withdrawn: true }), step(1, {})])
    await wrapper.setProps({ now: standing({ version: 6, bids: 2 }) })
    await vi.advanceTimersByTimeAsync(2000)
    expect(words(wrapper)).toContain('Ставки скасовано')
    expect(wrapper.findAll('.line-through')).toHaveLength(1)
  })
})

describe('LotCard', () => {
  const card = { id: '12', title: 'Монета', state: 'running', category_id: 'coins', condition: 'good', location: 'Львів', start_price: uah(100), price: uah(1240), bids: 14, reserve: 'none', starts_at: later(-60), ends_at: later(4), original_ends_at: later(4), version: 5 }
  it('takes newer live values and shows my relation by word and icon', async () => {
    const wrapper = show(LotCard, { lot: card, standing: standing({ version: 6, price: uah(1300), bids: 15, leader: 3 }), relation: relation({ relation: 'outbid', bidder: 3 }) })
    expect(words(wrapper)).toContain('1 300 ₴')
    expect(words(wrapper)).toContain('15 ставок')
    expect(words(wrapper)).toContain('Лідируєте')
    await expectAccessible()
  })
  it('does not go back to an older standing', () => {
    expect(words(show(LotCard, { lot: card, standing: standing({ version: 4, price: uah(900) }) }))).toContain('1 240 ₴')
  })
})

describe('a card of a lot that is paused or taken off', () => {
  const card = { id: '12', title: 'Монета', state: 'frozen', category_id: 'coins', condition: 'good', location: 'Львів', start_price: uah(100), price: uah(1240), bids: 14, reserve: 'none', starts_at: later(-60), ends_at: later(40), original_ends_at: later(40), version: 5 }
  it('counts nothing down', () => {
    expect(words(show(LotCard, { lot: card }))).toMatch(/Зупинено(?!.*хв)/)
    const gone = words(show(LotCard, { lot: { ...card, state: 'cancelled' } }))
    expect(gone).toContain('Знято')
    expect(gone).not.toContain('хв')
  })
})
