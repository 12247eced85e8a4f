// The whole road of a push message: a bid, two servers that share the sending, a push service that checks and decrypts, and what each of its
// answers brings about.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { Client } from '../harness/client.mjs'
import { eventually } from '../harness/process.mjs'
import { PushService } from '../harness/push_service.mjs'
import { Gavel, startStack } from '../harness/stack.mjs'

let stack, service, seller, boris, siteKey
before(async () => {
  service = await PushService.start()
  stack = await startStack('push', { serves: 2, redis: false, env: { GAVEL_PUSH_LOCAL_SERVICES: 'true' } })
  ;[seller, boris] = await Promise.all(['Seller', 'Boris'].map(name => new Client(stack.url, stack.mailbox).register(name)))
  siteKey = (await boris.get('/me/push')).public_key
})
after(async () => { await stack?.stop(); service?.stop() })

/** Signed in anew, as on another device. */
async function device(of, name) {
  const there = Object.assign(new Client(stack.url, stack.mailbox), { email: of.email, password: of.password })
  await there.post('/sessions', { email: of.email, password: of.password })
  there.browser = service.browser(name, siteKey)
  await there.ok('PUT', '/me/push', there.browser.form)
  assert.equal((await there.get('/me/push')).active, true)
  return there
}

/** Somebody leads on a lot of their own with a device, and Boris outbids them. */
async function outbid(name, prepare = () => {}) {
  const reader = await new Client(stack.servers[1].url, stack.mailbox).register(name)
  const phone = await device(reader, name)
  prepare(phone.browser, phone)
  const lot = await seller.lot({ title: `A bell for ${name}` })
  assert.equal((await reader.bid(lot.id, 300)).status, 201)
  const beat = async () => {
    const answer = await boris.bid(lot.id, 900)
    assert.equal(answer.status, 201, JSON.stringify(answer.body))
  }
  return { reader, phone, lot, beat, received: phone.browser.received }
}

const waiting = () => Number(stack.pg.sql('select count(*) from push_messages'))
const arrived = (received, count = 1) => eventually(`${count} arrive`, () => received.length >= count)

test('both servers have one key', async () => {
  assert.equal((await boris.at(stack.servers[1].url).get('/me/push')).public_key, siteKey)
  assert.equal(Buffer.from(siteKey, 'base64url').length, 65)
})

test('being outbid reaches every device of the account once, and nobody else', async () => {
  const { reader, lot, beat, received } = await outbid('anna')
  const desk = await device(reader, 'anna-desk'), stranger = await device(boris, 'boris-desk')
  await beat()
  await arrived(received)
  await arrived(desk.browser.received)
  await eventually('nothing waits', () => waiting() === 0)
  const [news] = received
  assert.deepEqual([news.title, news.body.startsWith('A bell for anna · '), news.url, news.tag], ['You have been outbid', true, `/en/lots/${lot.id}`, `lot-${lot.id}`])
  assert.deepEqual([news.urgency, news.topic], ['high', `lot-${lot.id}`])
  assert.ok(news.ttl > 3600 && news.ttl <= 4 * 3600)
  assert.ok(!/[\w-]{40}/.test(news.text), 'nothing in it that could be a secret')
  assert.deepEqual([received.length, desk.browser.received.length, stranger.browser.received.length], [1, 1, 0])
})

test('a subscription that has gone ends', async () => {
  const { phone, beat, received } = await outbid('vira', browser => browser.answers.push([410, {}]))
  await beat()
  await arrived(received)
  await eventually('it has ended', async () => !(await phone.get('/me/push')).active)
})

test('a push service that wants time gets it', async () => {
  const { phone, beat, received } = await outbid('hanna', browser => browser.answers.push([429, { 'retry-after': '1' }], [503, { 'retry-after': '1' }]))
  await beat()
  await arrived(received, 3)
  assert.deepEqual(received.map(each => each.status), [429, 503, 201])
  assert.ok(received[1].at - received[0].at >= 900, 'not before it may')
  assert.equal(new Set(received.map(each => each.topic)).size, 1)
  await eventually('nothing waits', () => waiting() === 0)
  assert.equal((await phone.get('/me/push')).active, true)
})

test('what a push service does not take is dropped', async () => {
  const { phone, beat, received } = await outbid('daria', browser => browser.answers.push([413, {}]))
  await beat()
  await arrived(received)
  await eventually('nothing waits', () => waiting() === 0)
  assert.equal(received.length, 1)
  assert.equal((await phone.get('/me/push')).active, true)
})

test('signing out, and turning it off, end it', async () => {
  const { reader, phone, lot, beat, received } = await outbid('yaryna')
  const desk = await device(reader, 'yaryna-desk'), tablet = await device(reader, 'yaryna-tablet')
  await phone.ok('DELETE', '/sessions')
  await desk.ok('DELETE', '/me/push')
  await beat()
  await arrived(tablet.browser.received)
  assert.equal(tablet.browser.received[0].tag, `lot-${lot.id}`)
  assert.deepEqual([received.length, desk.browser.received.length], [0, 0])
})

test('what somebody does not want is not sent, and quiet hours are kept', async () => {
  const { reader, beat, received } = await outbid('solomiia')
  const minute = new Date().getUTCHours() * 60 + new Date().getUTCMinutes()
  const clock = of => `${String(Math.floor(of / 60) % 24).padStart(2, '0')}:${String(of % 60).padStart(2, '0')}`
  await reader.ok('PATCH', '/me/preferences', { quiet_from: clock((minute + 1430) % 1440), quiet_to: clock((minute + 120) % 1440), time_zone: 'UTC' })
  await beat()
  await eventually('it waits', () => waiting() === 1)
  assert.equal(stack.pg.sql(`select due_at > clock_timestamp() + interval '100 minutes' from push_messages`), 't')
  await reader.ok('PATCH', '/me/preferences', { events: [{ kind: 'outbid', push: false }] })
  assert.equal(waiting(), 0)
  assert.equal(received.length, 0)
})

test('addresses that are not those of push services are refused', async () => {
  const careful = await Gavel.start(stack, 'careful', { GAVEL_PUSH_LOCAL_SERVICES: 'false' })
  stack.servers.push(careful)
  const { browser: { form } } = await device(boris, 'refused')
  const reader = boris.at(careful.url)
  for (const endpoint of [form.endpoint, 'https://127.0.0.1/x', 'https://[::1]/x', 'https://169.254.169.254/latest', 'https://localhost/x', 'https://push.example.net:22/x',
    'https://me@push.example.net/x', `https://push.example.net/${'x'.repeat(1024)}`]) {
    const answer = await reader.call('PUT', '/me/push', { ...form, endpoint })
    assert.equal(answer.status, 422, endpoint)
    assert.equal(answer.body.errors[0].field, 'endpoint')
  }
  assert.equal((await reader.call('PUT', '/me/push', { ...form, endpoint: 'https://push.example.net/x' })).status, 204)
})

test('nothing came that was not signed and sealed as it should be', () => service.faultless())
