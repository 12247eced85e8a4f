import { flushPromises } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import BidHistory from '../../app/components/bidding/BidHistory.vue'
import BidPanel from '../../app/components/bidding/BidPanel.vue'
import LotCard from '../../app/components/lots/LotCard.vue'
import { resetServerClock } from '../../app/composables/useServerClock'
import { useSession } from '../../app/composables/useSession'
import type { Standing } from '../../app/types/api'
import { expectAccessible, show, words } from '../support/mount'
import { account, lot, relation, standing, uah } from '../support/samples'

beforeEach(() => { vi.stubGlobal('fetch', vi.fn(() => Promise.reject(new TypeError('no network in tests')))) })
afterEach(() => { vi.unstubAllGlobals(); resetServerClock(); vi.useRealTimers() })

const later = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString()
function panel(signedIn: boolean, standingPart: Partial<Standing> = {}, props: Record<string, unknown> = {}) {
  useSession().set(signedIn ? account() : null)
  return show(BidPanel, { lot: lot(), standing: standing(standingPart), relation: signedIn ? relation() : null, kind: 'none', status: 'live', heardAt: null, ...props })
}

describe('BidPanel says what matters in every state', () => {
  it.each([
    ['signed out', false, {}, {}, ['Наступна ставка — від 1 260 ₴.', 'Увійти, щоб зробити ставку'], 'Зробити ставку'],
    ['own lot', true, {}, { relation: relation({ is_seller: true }) }, ['Це ваш лот'], 'Зробити ставку'],
    ['not started', true, { state: 'scheduled', price: null, bids: 0, bidders: 0, leader: null, starts_at: later(90), ends_at: later(900), original_ends_at: later(900) }, {}, ['До початку', 'Торги ще не почалися', 'Стартова ціна'], 'Зробити ставку'],
    ['no bids', true, { price: null, min_next: uah(100), bids: 0, bidders: 0, leader: null }, {}, ['Ставок ще немає. Перша — від 100 ₴.', 'Зробити ставку'], 'Вас перебито'],
    ['leading', true, {}, { kind: 'leading', relation: relation({ relation: 'leading', bidder: 2, max: uah(3000) }) }, ['Ви лідируєте', 'Ваш максимум 3 000 ₴', 'Підняти максимум'], 'Вас перебито'],
    ['outbid', true, {}, { kind: 'outbid', relation: relation({ relation: 'outbid', bidder: 3, max: uah(1200) }) }, ['Вас перебито', 'щонайменше 1 260 ₴', 'Зробити ставку'], 'Ви лідируєте'],
    ['reserve not met', true, { reserve: 'not_met' }, {}, ['Резервної ціни ще не досягнуто', 'Зробити ставку'], 'Ви лідируєте'],
    ['extended', true, { original_ends_at: later(113) }, {}, ['Подовжено на 7 хв'], 'завершено'],
    ['time is up', true, { ends_at: later(-1) }, {}, ['Час вийшов'], 'Зробити ставку'],
    ['won', true, { state: 'ended_sold' }, { kind: 'won' }, ['Лот ваш за 1 240 ₴', 'Торги завершено'], 'Зробити ставку'],
    ['lost', true, { state: 'ended_sold' }, { kind: 'lost' }, ['Продано за 1 240 ₴ учаснику 2', 'Дякуємо за участь', 'Схожі лоти'], 'Зробити ставку'],
    ['unsold', false, { state: 'ended_unsold', reserve: 'not_met', unsold_reason: 'reserve_not_met' }, {}, ['Лот не продано', 'Учасники нічого не винні'], 'ще не досягнуто'],
    ['sold, seen by the seller', true, { state: 'ended_sold' }, { relation: relation({ is_seller: true }) }, ['Продано за 1 240 ₴ учаснику 2', 'вам і переможцю'], 'Дякуємо за участь'],
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
  it('gives every step its reason, under numbers, and marks the visitor', async () => {
    const items = [
      { n: 3, bidder: 1, amount: uah(305), automatic: true, reason: 'counter', at: later(-1) },
      { n: 2, bidder: 2, amount: uah(300), automatic: false, reason: 'challenge', at: later(-1) },
      { n: 1, bidder: 1, amount: uah(100), automatic: false, reason: 'opening', at: later(-9) },
    ]
    vi.stubGlobal('fetch', vi.fn(() => Promise.resolve(new Response(JSON.stringify({ items, next_cursor: null })))))
    const wrapper = show(BidHistory, { lotId: '12', standing: standing(), mine: 2 })
    await flushPromises()
    const rows = wrapper.findAll('li').map(row => words(row))
    expect(rows[0]).toContain('Учасник 1')
    expect(rows[0]).toContain('автоматично')
    expect(rows[0]).toContain('Відповідь за максимумом лідера')
    expect(rows[1]).toContain('Ви (учасник 2)')
    expect(rows[2]).toContain('Перша ставка')
    await expectAccessible()
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
