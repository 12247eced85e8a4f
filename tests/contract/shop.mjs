// What the contract test does with fees and services.
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { uah } from '../harness/client.mjs'

const keyed = () => ({ headers: { 'idempotency-key': randomUUID() } })

/** Money in a wallet, as if it had been paid in. */
export const fillWallet = (stack, account, amount) => stack.pg.sql(`do $$ declare t bigint; begin
    insert into ledger_books (name, currency) values ('wallet:${account}', 'UAH'), ('outside:test', 'UAH') on conflict do nothing;
    insert into ledger_transactions (key, reason, subject, currency, lines) values ('test:${randomUUID()}', 'payment', 'test:1', 'UAH', 2) returning id into t;
    insert into ledger_entries (book, currency, transaction_id, amount) values ('wallet:${account}', 'UAH', t, ${amount}), ('outside:test', 'UAH', t, -${amount});
  end $$`)

/** Prices that hold at once; by the API they would begin a minute later. */
export const setPrices = (stack, prices) => stack.pg.sql(Object.entries(prices)
  .map(([kind, amount]) => `insert into fees (kind, amount, valid_from) values ('${kind}', ${amount}, now());`).join('\n'))

export async function fees({ staff, guest, lot }) {
  assert.ok((await guest.get('/fees')).items.some(each => each.kind === 'premium'))
  const total = await guest.get(`/lots/${lot.id}/total?amount=123456`)
  assert.equal(total.premium.amount, 0)
  assert.equal(total.hammer.amount, 123456)
  assert.equal((await guest.call('GET', `/lots/${lot.id}/total`)).status, 422)
  assert.equal((await guest.call('GET', '/lots/999999/total?amount=5')).status, 404)
  assert.equal((await guest.call('GET', '/moderation/fees')).status, 401)
  const from = new Date(Date.now() + 86_400_000).toISOString()
  const planned = await staff.post('/moderation/fees', { kind: 'premium', bands: [{ from: 0, basis_points: 900 }, { from: 1_000_000, basis_points: 500 }], valid_from: from, note: 'From tomorrow' })
  assert.equal(planned.state, 'planned')
  assert.equal((await staff.call('POST', '/moderation/fees', { kind: 'premium', bands: [{ from: 0, basis_points: 1 }], valid_from: from })).body.code, 'fee-overlaps')
  assert.equal((await staff.call('POST', '/moderation/fees', { kind: 'premium', bands: [{ from: 5, basis_points: 1 }] })).status, 422)
  const all = await staff.get('/moderation/fees')
  assert.equal(all.items.find(each => each.id === planned.id).note, 'From tomorrow')
  assert.equal((await staff.call('DELETE', `/moderation/fees/${all.items.find(each => each.kind === 'commission').id}`)).body.code, 'fee-begun')
  await staff.ok('DELETE', `/moderation/fees/${planned.id}`)
}

export async function services({ stack, seller, anna, guest, lot }) {
  assert.equal((await seller.call('POST', `/lots/${lot.id}/services`, { service: 'top' }, keyed())).body.code, 'service-not-offered')
  setPrices(stack, { 'service:top': 5000, 'service:listings_10': 20_000 })
  await guest.get('/services')
  const waits = await seller.post(`/lots/${lot.id}/services`, { service: 'top' }, keyed())
  assert.equal(waits.state, 'due')
  assert.equal((await seller.post(`/lots/${lot.id}/services`, { service: 'top' }, keyed())).id, waits.id)
  assert.equal((await anna.call('POST', `/lots/${lot.id}/services`, { service: 'top' }, keyed())).status, 404)
  assert.equal((await seller.call('POST', `/lots/${lot.id}/services`, { service: 'top', pay_from: 'wallet' }, keyed())).body.code, 'wallet-too-low')
  assert.equal((await seller.call('POST', `/lots/${lot.id}/services`, { service: 'listings_10' }, keyed())).status, 422)
  fillWallet(stack, seller.me.id, 25_000)
  const paid = await seller.post(`/lots/${lot.id}/services`, { service: 'top', pay_from: 'wallet' }, keyed())
  assert.ok(paid.id === waits.id && paid.active)
  assert.deepEqual((await guest.get(`/lots/${lot.id}`)).promotions, ['top'])
  assert.equal((await guest.get(`/lots?category=${lot.category_id}`)).items[0].id, lot.id)
  assert.equal((await seller.call('DELETE', `/me/services/${paid.id}`)).body.code, 'service-not-returnable')
  const packet = await seller.post('/me/services', { service: 'listings_10', pay_from: 'wallet' }, keyed())
  const mine = await seller.get('/me/services?limit=1')
  assert.equal(mine.items[0].id, packet.id)
  assert.equal(mine.listings_left, 10)
  assert.equal(mine.wallet.amount, 0)
  await seller.get(`/me/services?cursor=${mine.next_cursor}&lot=${lot.id}`)
  await seller.get(`/me/services/${packet.id}`)
  assert.equal((await seller.ok('DELETE', `/me/services/${packet.id}`)).state, 'refunded')
  assert.equal((await seller.get('/me/services')).wallet.amount, 20_000)
}
