// The gateway's protocol seen by its official Node SDK, an independent signer and checker: against the simulated gateway and against our server.
import assert from 'node:assert/strict'
import http from 'node:http'
import https from 'node:https'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { after, before, beforeEach, test } from 'node:test'
import { Fondy, cards } from '../harness/fondy.mjs'
import { eventually } from '../harness/process.mjs'
import { root } from '../harness/servers.mjs'
import { startStack } from '../harness/stack.mjs'

const require = createRequire(join(root, 'web/package.json'))
const CloudIpsp = require('cloudipsp-node-js-sdk')
const sdkUtil = require('cloudipsp-node-js-sdk/lib/util.js')

let stack, fondy, sdk, sdk2, sequence = 0
const original = https.request
before(async () => {
  stack = await startStack('payments', { redis: false })
  fondy = new Fondy(stack.fondy)
  // The SDK knows https at port 443 only.
  const { port } = new URL(stack.fondy)
  https.request = (options, then) => options.hostname === 'gateway.test' ? http.request({ ...options, hostname: '127.0.0.1', port }, then) : original(options, then)
  const merchant = { merchantId: 1396424, secretKey: 'test', creditKey: 'testcredit', baseUrl: 'gateway.test' }
  sdk = new CloudIpsp({ ...merchant, protocol: '1.0.1' })
  sdk2 = new CloudIpsp({ ...merchant, protocol: '2.0' })
})
beforeEach(() => fondy.reset())
after(async () => { https.request = original; await stack?.stop() })

const sql = text => stack.pg.sql(text)
const order = (more = {}) => ({ order_id: `sdk-${process.pid}-${++sequence}-${Date.now()}`, order_desc: 'Лот №12 «Стілець» — €100 ☕', amount: 10_000, currency: 'UAH', version: '1.0.1', ...more })
const refusal = async (work) => { try { await work } catch (error) { return Number(error.response?.error_code) } throw new Error('it was not refused') }

test('the SDK opens, pays, sees, gives back and lists an order', async () => {
  const wanted = order({ server_callback_url: `${stack.url}/api/v1/payments/fondy/callback`, response_url: `${stack.url}/api/v1/payments/1/return`, preauth: 'N', lang: 'uk' })
  const opened = await sdk.Checkout({ ...wanted })
  assert.equal(opened.response_status, 'success')
  assert.match(opened.checkout_url, /^http:\/\/127\.0\.0\.1:\d+\/checkout\//)
  assert.equal(typeof opened.payment_id, 'string')
  const page = await fondy.typeCard(opened.checkout_url, cards.challenge)
  assert.match(page, /<form id="back" method="post" action="[^"]*\/payments\/1\/return">/)
  assert.match(page, /name="order_status" value="approved"/)
  const seen = await sdk.Status({ order_id: wanted.order_id, version: '1.0.1' })
  assert.equal(seen.order_status, 'approved')
  assert.equal(seen.amount, '10000')
  assert.equal(typeof seen.merchant_id, 'number')
  assert.ok(sdk.isValidResponse(seen), 'the gateway signs as the SDK expects')
  assert.ok(!sdk.isValidResponse({ ...seen, amount: '1' }))
  assert.match(seen.response_signature_string, /^\*{10}\|/)
  assert.equal(typeof seen.additional_info, 'string')

  const part = { order_id: wanted.order_id, amount: 4_000, currency: 'UAH', reverse_id: 'part-1', comment: 'Повернення частини', version: '1.0.1' }
  const reversed = await sdk.Reverse({ ...part })
  assert.equal(reversed.reverse_status, 'approved')
  assert.ok(sdk.isValidResponse(reversed))
  assert.equal((await sdk.Reverse({ ...part })).reversal_amount, '4000', 'the same reverse_id moves nothing again')
  assert.equal((await sdk.Status({ order_id: wanted.order_id, version: '1.0.1' })).order_status, 'approved', 'a part given back leaves it approved')
  assert.equal((await sdk.Reverse({ ...part, reverse_id: 'part-2', amount: 6_001 })).reverse_status, 'declined', 'no more than was taken')
  await sdk.Reverse({ ...part, reverse_id: 'part-3', amount: 6_000 })
  assert.equal((await sdk.Status({ order_id: wanted.order_id, version: '1.0.1' })).order_status, 'reversed')
  const list = await sdk.TransactionList({ order_id: wanted.order_id })
  assert.deepEqual(list.filter(each => each.transaction_status === 'approved').map(each => [each.transtype, each.amount]), [['purchase', '100.0'], ['reverse', '40.0'], ['reverse', '60.0']])
})

test('protocol 2.0 as the SDK speaks it', async () => {
  const wanted = order({ version: undefined })
  await sdk2.Checkout({ ...wanted })
  await fondy.pay(wanted.order_id)
  const seen = await sdk2.Status({ order_id: wanted.order_id })
  assert.equal(seen.order_status, 'approved')
})

test('a hold is charged once', async () => {
  const wanted = order({ preauth: 'Y' })
  await sdk.Checkout({ ...wanted })
  await fondy.pay(wanted.order_id)
  const capture = amount => sdk.Capture({ order_id: wanted.order_id, amount, currency: 'UAH', version: '1.0.1' })
  assert.equal((await capture(7_550)).capture_status, 'captured')
  assert.equal((await capture(7_550)).capture_status, 'captured', 'the same again is safe')
  assert.equal(await refusal(capture(1_000)), 1109)
  const more = JSON.parse((await sdk.Status({ order_id: wanted.order_id, version: '1.0.1' })).additional_info)
  assert.deepEqual([more.capture_status, more.capture_amount], ['captured', 75.5])
})

test('the gateway refuses what the real one refuses, in its order', async () => {
  const wrong = new CloudIpsp({ merchantId: 1396424, secretKey: 'wrong', baseUrl: 'gateway.test', protocol: '1.0.1' })
  const nobody = new CloudIpsp({ merchantId: 42, secretKey: 'test', baseUrl: 'gateway.test', protocol: '1.0.1' })
  assert.equal(await refusal(nobody.Checkout({})), 1016)
  assert.equal(await refusal(sdk.Checkout(order({ order_desc: undefined, currency: 'XXX' }))), 1011)
  assert.equal(await refusal(sdk.Checkout(order({ order_desc: '' }))), 1009)
  assert.equal(await refusal(sdk.Checkout(order({ amount: '10.5' }))), 1023)
  assert.equal(await refusal(sdk.Checkout(order({ order_desc: 'a|b' }))), 1034)
  assert.equal(await refusal(wrong.Checkout(order({ currency: 'XXX' }))), 1014)
  assert.equal(await refusal(sdk.Checkout(order({ currency: 'XXX' }))), 1012)
  const twice = order()
  await sdk.Checkout({ ...twice })
  assert.equal(await refusal(sdk.Checkout({ ...twice })), 1013)
  assert.equal(await refusal(sdk.Status({ order_id: 'nowhere', version: '1.0.1' })), 1018)
  assert.equal(await refusal(sdk.Checkout(order({ something_else: 'x' }))), 1014, 'unknown names break the signature')
})

test('a payout is signed with its own key', async () => {
  const paid = await sdk.P2pcredit(order({ receiver_card_number: cards.approve }))
  assert.ok(sdk.isValidResponse(paid, true))
  assert.ok(!sdk.isValidResponse(paid))
})

/** An attempt of ours, as if somebody had pressed the button. Nothing of this name is for sale, so its money goes back. */
function attempt() {
  const id = `g-sdk-${process.pid}-${++sequence}`
  sql(`insert into accounts (email, password_hash, display_name, language) values ('p${sequence}-${process.pid}@example.com', 'x', 'Payer', 'uk');
       with p as (insert into payments (subject_kind, subject_id, payer_id, amount, currency, hold, title, return_path, pay_until, state)
                  select 'nothing', ${sequence}, max(id), 10000, 'UAH', false, 'T', '/', now() + interval '1 day', 'pending' from accounts returning id)
       insert into payment_attempts (payment_id, provider, provider_order, amount, currency, hold, state, checkout_url, expires_at, check_at)
       select id, 'fondy', '${id}', 10000, 'UAH', false, 'pending', 'http://x/', now() + interval '1 hour', now() + interval '1 hour' from p`)
  return id
}
const attemptState = id => sql(`select a.state || ' ' || p.state from payment_attempts a join payments p on p.id = a.payment_id where provider_order = '${id}'`)
const tell = (body, type = 'application/json; charset=UTF-8') => fetch(`${stack.url}/api/v1/payments/fondy/callback`, { method: 'POST', headers: { 'content-type': type }, body })

test('our server takes what the SDK signs, and nothing else', async () => {
  const id = attempt()
  const message = { order_id: id, merchant_id: 1396424, payment_id: 7, amount: '10000', currency: 'UAH', order_status: 'approved', response_status: 'success', rrn: '', order_desc: 'Лот «☕»' }
  const signed = key => ({ ...message, signature: sdkUtil.genSignature(message, key) })
  assert.equal((await tell(JSON.stringify(signed('wrong')))).status, 400)
  assert.equal((await tell(JSON.stringify({ ...signed('test'), amount: '1' }))).status, 400)
  assert.equal((await tell(JSON.stringify(signed('test')).slice(0, -20))).status, 400)
  assert.equal((await tell('x'.repeat(70_000))).status, 413)
  assert.equal((await tell(JSON.stringify(signed('test')))).status, 200)
  assert.equal((await tell(JSON.stringify({ response: signed('test') }))).status, 200, 'with an envelope')
  assert.equal((await tell(new URLSearchParams(signed('test')).toString(), 'application/x-www-form-urlencoded')).status, 200, 'as a form')
  const data = Buffer.from(JSON.stringify({ order: message })).toString('base64')
  assert.equal((await tell(JSON.stringify({ version: '2.0', data, signature: sdkUtil.genSignatureV2(data, 'test') }))).status, 200, 'protocol 2.0')
  assert.equal(attemptState(id), 'pending pending', 'the gateway itself knows no such order')
})

test('the whole road: message, question, books, and back because nobody wants the money', async () => {
  const id = attempt()
  await sdk.Checkout(order({ order_id: id, server_callback_url: `${stack.url}/api/v1/payments/fondy/callback` }))
  await fondy.messages({ duplicates: 2, stale_declined: true, reorder: true })
  await fondy.pay(id)
  await fondy.clock({ advance_s: 60 })
  await eventually('it is given back', () => attemptState(id) === 'approved refunded')
  assert.equal((await fondy.order(id)).reversed, 10_000)
  const deliveries = await eventually('all are delivered', async () => { const all = await fondy.deliveries(id); return all.length > 2 && all.every(each => each.over) && all })
  assert.ok(deliveries.every(each => each.answers.at(-1) === 200))
  assert.equal(sql(`select coalesce(sum(balance), 0) from ledger_books where name = 'outside:fondy'`), '0')
})

test('what messages do not tell, the question finds out', async () => {
  const id = attempt()
  await sdk.Checkout(order({ order_id: id }))
  await fondy.messages({ drop: true })
  await fondy.pay(id)
  await fondy.breakCall('status/order_id', 'html')
  await fondy.breakCall('reverse/order_id', 'cut_after')
  sql(`update payment_attempts set check_at = now() where provider_order = '${id}'`)
  await eventually('the first question is answered with a page', async () => sql(`select checks from payment_attempts where provider_order = '${id}'`) >= 1)
  sql(`update payment_attempts set check_at = now() where provider_order = '${id}'`)
  await eventually('it is given back once', () => attemptState(id) === 'approved refunded', 40_000)
  assert.equal((await fondy.order(id)).reversed, 10_000)
})

test('the browser comes back by a form of another site and is led on', async () => {
  const answer = await fetch(`${stack.url}/api/v1/payments/1/return`, { method: 'POST', redirect: 'manual', headers: { 'sec-fetch-site': 'cross-site', origin: stack.fondy }, body: new URLSearchParams({ order_status: 'approved' }) })
  assert.equal(answer.status, 303)
  assert.equal(answer.headers.get('location'), '/payments/1')
  const english = await fetch(`${stack.url}/api/v1/payments/1/return?lang=en`, { redirect: 'manual' })
  assert.equal(english.headers.get('location'), '/en/payments/1')
})
