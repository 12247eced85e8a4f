// Payments, deposits and the ledger as their contract says: by card, out of the wallet, back, and as operators see it.
import assert from 'node:assert/strict'
import { createHash, randomUUID } from 'node:crypto'
import { uah } from '../harness/client.mjs'
import { Fondy } from '../harness/fondy.mjs'
import { eventually } from '../harness/process.mjs'
import { fillWallet } from './shop.mjs'

const keyed = () => ({ headers: { 'idempotency-key': randomUUID() } })

/** A message of the provider about an order that is none of ours, signed with the key of the test merchant. */
function message() {
  const fields = { amount: '100', currency: 'UAH', merchant_id: 1396424, order_id: 'nobodys', order_status: 'approved', response_status: 'success' }
  const text = ['test', ...Object.keys(fields).sort().map(name => fields[name])].join('|')
  return { ...fields, signature: createHash('sha1').update(text).digest('hex') }
}

export async function depositsAndPayments({ stack, seller, anna, boris, guest, operator }) {
  const fondy = new Fondy(stack.fondy)
  const lot = await seller.lot({ title: 'A lot that wants a deposit' })
  const at = `/lots/${lot.id}/deposit`
  assert.equal((await anna.call('POST', at)).body.code, 'deposit-not-needed')
  assert.equal((await anna.call('PUT', at, { amount: uah(50) })).status, 404)
  assert.deepEqual((await seller.ok('PUT', at, { amount: uah(50) })).required, uah(50))
  assert.equal((await anna.bid(lot.id, 200)).body.code, 'deposit-required')
  const wanted = await anna.post(at)
  assert.equal(wanted.state, 'unpaid')

  const { checkout_url: page, id } = await anna.post('/payments', { subject: wanted.subject })
  assert.equal((await anna.post('/payments', { subject: wanted.subject })).checkout_url, page)
  assert.equal((await boris.call('POST', '/payments', { subject: wanted.subject })).status, 404)
  assert.equal((await guest.call('POST', `/payments/${id}/return`, 'order_status=approved', { raw: true, headers: { 'content-type': 'application/x-www-form-urlencoded', 'origin': 'https://pay.example' } })).status, 303)
  assert.equal((await guest.call('GET', `/payments/${id}/return`)).headers.get('location'), `/payments/${id}`)
  await fondy.typeCard(page)
  await eventually('the payment is confirmed', async () => (await anna.get(`/payments/${id}`)).state === 'approved')
  assert.equal((await boris.call('GET', `/payments/${id}`)).status, 404)
  assert.equal((await anna.get(at)).mine.state, 'active')
  assert.equal((await anna.bid(lot.id, 200)).status, 201)
  assert.equal((await anna.call('DELETE', at)).body.code, 'deposit-bound')
  assert.equal((await seller.call('DELETE', `${at}/requirement`)).body.code, 'deposit-too-late')
  const statement = await anna.get('/me/ledger?limit=1')
  assert.equal(statement.holds[0].amount.amount, 5000)
  if (statement.next_cursor) await anna.get(`/me/ledger?cursor=${statement.next_cursor}`)
  assert.match(await anna.ok('GET', '/me/ledger.csv'), /^posted_at,/)

  const second = await seller.lot({ title: 'Another one that wants a deposit' })
  await seller.ok('PUT', `/lots/${second.id}/deposit`, { percent: 10 })
  fillWallet(stack, boris.me.id, 10_000)
  assert.equal((await boris.post(`/lots/${second.id}/deposit`)).state, 'active')
  await boris.ok('DELETE', `/lots/${second.id}/deposit`)
  await seller.ok('DELETE', `/lots/${second.id}/deposit/requirement`)

  assert.equal((await guest.call('POST', '/payments/fondy/callback', { ...message(), amount: '1' })).status, 400)
  await guest.ok('POST', '/payments/fondy/callback', message())

  for (const path of ['/moderation/payments', '/moderation/wallets', '/moderation/payouts', '/moderation/reconciliation']) assert.equal((await anna.call('GET', path)).status, 403, path)
  const listed = (await operator.get('/moderation/payments?limit=100')).items.find(each => each.id === id)
  assert.equal(listed.amount.amount, 5000)
  assert.deepEqual([listed.kind, listed.item, listed.lot], ['deposit', null, { id: lot.id, title: lot.title, of: 1 }])
  const [attempt] = (await operator.get(`/moderation/payments/${id}`)).attempts
  await fondy.reverseByHand(attempt.provider_order, 1000)
  await operator.post(`/moderation/payments/${id}/check`)
  const difference = await eventually('the difference is seen', async () => (await operator.get('/moderation/reconciliation')).items.find(each => each.payment === id))
  await operator.ok('POST', `/moderation/reconciliation/${difference.id}/resolve`, { note: 'Given back in the portal by mistake' })

  assert.ok((await operator.get(`/moderation/wallets?account=${boris.me.id}`)).items.length)
  const payout = { account: boris.me.id, amount: uah(100), reference: 'PB-1' }
  await operator.post('/moderation/payouts', payout, keyed())
  assert.equal((await operator.call('POST', '/moderation/payouts', payout, keyed())).body.code, 'payout-known')
  assert.equal((await operator.get('/moderation/payouts?limit=1')).items[0].reference, 'PB-1')
}

/** A payment, given back by an operator who clicks twice, and then by two at once who mean more than there is. */
export async function refunds({ stack, operator, anna, order }) {
  const { items } = await operator.get('/moderation/payments?limit=100')
  const payment = items.find(each => each.subject === `order:${order}`)
  const refund = (amount, key, of = payment) => operator.call('POST', `/moderation/payments/${of.id}/refunds`, { amount, reason: 'A scratch that was not shown' }, key)
  const once = keyed()
  const clicks = await Promise.all([refund(uah(10), once), refund(uah(10), once)])
  assert.deepEqual(clicks.map(each => each.status), [201, 201], JSON.stringify(clicks.map(each => each.body)))
  assert.equal(clicks[0].body.id, clicks[1].body.id)
  const other = items.find(each => each.id !== payment.id)
  assert.equal((await refund(uah(11), once)).body.code, 'refund-key-reused')
  assert.equal((await refund(uah(10), once, other)).body.code, 'refund-key-reused')
  const left = { ...payment.amount, amount: payment.amount.amount - 1000 }
  const two = await Promise.all([refund(left, keyed()), refund(left, keyed())])
  assert.deepEqual(two.map(each => each.status).sort(), [201, 409], JSON.stringify(two.map(each => each.body)))
  assert.match(two.find(each => each.status === 409).body.code, /^(nothing-to-refund|refund-too-large)$/)
  assert.equal(stack.pg.sql('select coalesce(sum(balance), 0) from ledger_books'), '0')
  await eventually('money is back', async () => (await anna.get(`/payments/${payment.id}`)).state === 'refunded', 60_000)
}
