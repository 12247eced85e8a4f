// The moments at which a message of the gateway can be lost or come too early, each on purpose: the server is killed between a message and its
// commit, the message is there before the address of the page, an old page is paid after a new one. Always the same end.
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, afterEach, before, beforeEach, test } from 'node:test'
import { Client, uah } from '../harness/client.mjs'
import { Fondy } from '../harness/fondy.mjs'
import { eventually } from '../harness/process.mjs'
import { startStack } from '../harness/stack.mjs'
import { findings, findingsAtRest, gatewayOf, snapshot } from './trade_books.mjs'

let stack, fondy, server, seller, buyer, made = 0
before(async () => {
  stack = await startStack('callbacks', {
    redis: false, durable: true, gate: true, fondySpeed: 20, env: { GAVEL_FONDY_CALL_TIMEOUT_S: '5', GAVEL_PAYMENTS_POLL_INTERVAL_S: '2' },
  })
  fondy = new Fondy(stack.fondy)
  ;[server] = stack.servers
  ;[seller, buyer] = await Promise.all(['Seller', 'Buyer'].map(name => new Client(stack.url, stack.mailbox).register(name)))
})
after(() => stack?.stop())
beforeEach(() => fondy.reset())

const sql = text => stack.pg.sql(text)

afterEach(async () => {
  const there = await gatewayOf(fondy)
  const now = snapshot(sql)
  assert.deepEqual([...findings(now, there, there), ...findingsAtRest(now, there)], [])
  assert.equal(sql('select count(*) from payment_differences'), '0')
  stack.gavel('ledger', 'check')
})

const delivery = method => ({ method, recipient: 'Olena Koval', phone: '067 123 45 67', ...(method === 'pickup' ? {} : { to: 'branch', city: 'Kyiv', point: '12' }) })

/** Bought at once, with a delivery: waiting to be paid. */
async function order() {
  const title = `A cup, no. ${++made}`
  const lot = await seller.lot({ title, buy_now_price: uah(200), shipping: [{ method: 'nova_poshta', cost: uah(70) }, { method: 'pickup', cost: null }] })
  await buyer.post(`/lots/${lot.id}/buy-now`, { price: uah(200) }, { headers: { 'idempotency-key': randomUUID() } })
  const { id } = await eventually('the order is opened', async () => (await buyer.get('/orders?role=buyer&state=awaiting_payment')).items.find(each => each.title === title))
  await buyer.ok('PUT', `/orders/${id}/delivery`, delivery('nova_poshta'))
  return id
}
const page = async id => (await buyer.post(`/orders/${id}/payments`)).checkout_url
const ordersAt = id => sql(`select provider_order from payment_attempts a join payments p on p.id = a.payment_id where subject_kind = 'order' and subject_id = ${id} order by a.id`).split('\n')
const paid = id => eventually('the order is paid', async () => (await buyer.get(`/orders/${id}`)).state === 'paid', 30_000)
const rested = () => eventually('nothing is under way', () => sql(`select count(*) from payment_attempts where state in ('created', 'unknown', 'pending') or refunding > 0`) === '0', 30_000)
const balance = book => sql(`select coalesce(sum(balance), 0) from ledger_books where name = '${book}'`)

// Where the road to the database breaks: at the first bytes of this statement, which never arrive, nor does the commit after it.
const moments = {
  'the message is not stored': 'payments.insert_event',
  'the message is stored, not committed': 'payments.ask_now',
  'the answer of the gateway is being applied': 'payments.save_attempt',
  'the money is being booked': 'ledger.insert_entries',
  'the order takes its money': 'orders.store',
}
for (const [moment, statement] of Object.entries(moments)) {
  test(`kill -9 while ${moment}`, async () => {
    const id = await order()
    const where = await page(id)
    const broken = stack.gate.closeAt(statement)
    await fondy.typeCard(where)
    await broken
    server.process.kill('SIGKILL')
    await server.process.ended
    const [of] = ordersAt(id)
    assert.equal(sql(`select state from payment_attempts where provider_order = '${of}'`), 'pending')
    assert.equal(balance(`escrow:order:${id}`), '0')
    stack.gate.open()
    await server.up()
    // The lease of the one who was killed would run out by itself, in a minute.
    sql(`update payment_attempts set check_at = least(check_at, now()) where provider_order = '${of}'`)
    await paid(id)
    assert.equal(balance(`escrow:order:${id}`), '27000')
    assert.equal((await fondy.order(of)).reversed, 0)
    assert.equal(sql(`select count(*) from order_events where order_id = ${id} and kind = 'paid'`), '1')
  })
}

test('the message is there before the address of the page', async () => {
  const id = await order()
  await fondy.messages({ before_create: true, duplicates: 1 })
  assert.match(await page(id), /checkout/)
  await paid(id)
  assert.equal(balance(`escrow:order:${id}`), '27000')
  const again = await buyer.call('POST', `/orders/${id}/payments`)
  assert.equal(again.body.code, 'order-paid-already')
  // Only now does the payer come back.
  const payment = sql(`select id from payments where subject_kind = 'order' and subject_id = ${id}`)
  const back = await fetch(`${stack.url}/api/v1/payments/${payment}/return`, { method: 'POST', redirect: 'manual', body: new URLSearchParams({ order_status: 'declined' }) })
  assert.equal(back.status, 303)
  assert.equal((await buyer.get(`/payments/${payment}`)).state, 'approved')
})

test('an old page is paid after a new one: the second money goes back, whatever order the messages come in', async () => {
  const id = await order()
  const old = await page(id)
  await buyer.ok('PUT', `/orders/${id}/delivery`, delivery('pickup'))
  const fresh = await page(id)
  await fondy.messages({ reorder: true, duplicates: 2, stale_declined: true })
  await fondy.typeCard(fresh)
  await paid(id)
  await fondy.typeCard(old)
  const [first, second] = ordersAt(id)
  await eventually('it has gone back', async () => (await fondy.order(first)).reversed === 27_000, 30_000)
  await rested()
  assert.equal((await fondy.order(second)).reversed, 0)
  assert.equal((await buyer.get(`/orders/${id}`)).state, 'paid')
  assert.equal(balance(`escrow:order:${id}`), '20000')
  assert.equal(balance(`wallet:${buyer.me.id}`), '0')
})

test('an order that was cancelled meanwhile keeps nothing of what is paid after', async () => {
  const id = await order()
  const where = await page(id)
  await seller.post(`/orders/${id}/cancel`, { reason: 'lot_gone' })
  await fondy.typeCard(where)
  const [of] = ordersAt(id)
  await eventually('it has gone back', async () => (await fondy.order(of)).reversed === 27_000, 30_000)
  await rested()
  assert.equal((await buyer.get(`/orders/${id}`)).state, 'cancelled')
  assert.equal(balance(`wallet:${buyer.me.id}`), '0')
})
