import type { Lot, LotAction, LotRelation, Me, Money, Order, OrderAction, OrderCommand, Payment, Permission, SellerLot, Standing } from '../../app/types/api'

export const uah = (whole: number): Money => ({ amount: Math.round(whole * 100), currency: 'UAH' })
const iso = (ms: number) => new Date(ms).toISOString()

/** The default steps of the rules, in minor units. */
export const increments = [[0, 1], [20, 2], [100, 5], [500, 10], [1000, 20], [2500, 50], [5000, 100], [10_000, 200], [25_000, 500], [50_000, 1000], [100_000, 2000]]
  .map(([from, step]) => ({ from: from! * 100, step: step! * 100 }))

export function standing(part: Partial<Standing> = {}): Standing {
  const now = Date.now()
  return {
    lot_id: '12', version: 5, state: 'running', price: uah(1240), min_next: uah(1260), bids: 14, bidders: 4, leader: 2, reserve: 'none',
    starts_at: iso(now - 3_600_000), ends_at: iso(now + 7_200_000), original_ends_at: iso(now + 7_200_000), buy_now: null, deposit: null, frozen_at: null,
    unsold_reason: null, sold_by: null, cancel_reason: null, audit_head: 'ab'.repeat(32), server_time: iso(now), ...part,
  }
}

export function lot(part: Partial<Lot> = {}): Lot {
  return {
    id: '12', title: 'Монета 5 гривень 2001', description_html: '<p>Опис</p>', summary: 'Опис', category_id: 'coins-ukraine', condition: 'good', location: 'Львів',
    shipping: [{ method: 'nova_poshta', cost: null }], seller: { id: '7', display_name: 'Крамниця', since: '2024-03-11T10:00:00Z', sold: 184, avatar: null }, photos: [], documents: [], promotions: [],
    start_price: uah(100), increments, soft_close: { window_s: 300, extend_s: 300 }, watchers: 3, published_at: '2026-01-01T00:00:00Z', standing: standing(), ...part,
  }
}

const actions: LotAction[] = ['bid', 'buy_now', 'retract', 'cancel_bids', 'change_reserve', 'edit', 'cancel', 'sell_now', 'relist', 'freeze', 'resume']
/** Permissions with everything refused but what is said: `may({ retract: true, edit: 'lot-has-bids' })`. */
export function may(part: Partial<Record<LotAction, true | string | Permission>> = {}): LotRelation['may'] {
  return Object.fromEntries(actions.map((action) => {
    const given = part[action] ?? (action === 'bid' ? true : 'seller-only')
    return [action, typeof given === 'object' ? given : { allowed: given === true, reason: given === true ? null : given, until: null }]
  })) as LotRelation['may']
}

export const relation = (part: Partial<LotRelation> = {}): LotRelation => ({
  lot_id: '12', is_seller: false, watching: false, relation: 'none', max: null, bidder: null, may: may({ retract: 'no-standing-bids' }), retracts: null, retractions_left: 2, ...part,
})
export const account = (part: Partial<Me> = {}): Me => ({
  id: '1', email: 'olena@example.com', display_name: 'Олена', language: 'uk', role: 'member', suspension: null, created_at: '2026-01-01T00:00:00Z', ...part,
})

export const sellerLot = (part: Partial<SellerLot> = {}): SellerLot => ({
  id: '12', state: 'running', title: 'Монета 5 гривень 2001', description: 'Опис', category_id: 'coins-ukraine', condition: 'good', location: 'Львів',
  shipping: [{ method: 'nova_poshta', cost: null }], start_price: uah(100), reserve_price: null, buy_now_price: null, step: null, starts_at: null, duration_s: 86_400, ends_at: null,
  missing: [], relist_of: null, created_at: '2026-01-01T00:00:00Z', updated_at: '2026-01-01T00:00:00Z', ...part,
})

export const order = (part: Partial<Order> = {}): Order => ({
  id: '42', state: 'awaiting_payment', role: 'buyer', buyer: { id: '1', display_name: 'Олена' }, seller: { id: '7', display_name: 'Крамниця' },
  lines: [{ lot_id: '12', title: 'Монета 5 гривень 2001', photo: null, price: uah(1000), premium: uah(50), commission: null }],
  hammer: uah(1000), premium: uah(50), shipping: uah(80), total: uah(1130), refunded: uah(0), commission: null, payout: null,
  delivery: { method: 'nova_poshta', to: 'branch', recipient: 'Олена Коваль', phone: '+380671234567', city: 'Львів', point: '12' },
  delivery_choices: [{ method: 'nova_poshta', price: uah(80) }, { method: 'pickup', price: uah(0) }], tracking: null,
  deadlines: { answer_until: null, pay_until: iso(Date.now() + 2 * 86_400_000), ship_until: null, receive_at: null, complete_at: null, settle_until: null },
  dispute: null, timeline: [{ at: iso(Date.now() - 3_600_000), kind: 'opened', by: 'system', amount: null, text: null }], actions: doing('pay', 'set_delivery', 'write', 'invoice'),
  runners_up: [], second_chance_of: null, combined_into: null, payment_id: null, combinable: [], created_at: iso(Date.now() - 3_600_000), ...part,
})
/** Actions that are allowed; all others are refused. */
export const doing = (...allowed: OrderCommand[]): OrderAction[] =>
  (['pay', 'set_delivery', 'set_shipping', 'combine', 'ship', 'receive', 'complete', 'cancel', 'dispute', 'write', 'second_chance', 'accept', 'decline', 'settle', 'invoice', 'packing_slip'] as const)
    .map(action => ({ action, allowed: allowed.includes(action), reason: allowed.includes(action) ? null : 'order-state', title: null, from: null }))

export const payment = (part: Partial<Payment> = {}): Payment => ({
  id: '9', state: 'pending', subject: 'order:42', kind: 'order', item: null, lot: { id: '12', title: 'Монета 5 гривень 2001', of: 1 }, title: 'Замовлення № 42: Монета 5 гривень 2001', amount: uah(1130), refunded: uah(0), hold: false, decline: null,
  checkout_url: null, return_path: '/orders/42', created_at: iso(Date.now()), approved_at: null, ...part,
})
