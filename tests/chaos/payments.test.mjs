// Cards pay while servers are killed between a message and its commit, the database is cut, and the gateway is slow, broken or silent. At the end
// every attempt is what the gateway says, every kopiyka is where it belongs, and nothing happened twice. The seed is printed.
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { after, before, test } from 'node:test'
import { Fondy, cards } from '../harness/fondy.mjs'
import { eventually } from '../harness/process.mjs'
import { startStack } from '../harness/stack.mjs'
import { randomFrom } from './random.mjs'

const seed = Number(process.env.GAVEL_TEST_SEED ?? Date.now() % 1_000_000)
const random = randomFrom(seed)
const count = Number(process.env.GAVEL_TEST_PAYMENTS ?? 60)
const amount = 10_000

let stack, fondy
before(async () => {
  console.log(`payments: seed ${seed}`)
  stack = await startStack('payments-chaos', {
    serves: 2, redis: false, durable: true, gate: true, fondySpeed: 20,
    env: { GAVEL_FONDY_CALL_TIMEOUT_S: '5', GAVEL_PAYMENTS_POLL_INTERVAL_S: '2' },
  })
  fondy = new Fondy(stack.fondy)
  stack.pg.sql(`insert into accounts (email, password_hash, display_name, language) values ('payer@example.com', 'x', 'Payer', 'uk')`)
})
after(() => stack?.stop())

const sql = text => stack.pg.sql(text)

/** An order at the gateway and its attempt here. Nothing of this name is for sale, so whatever is paid must come back. */
async function attempt(n) {
  const order = `g-chaos-${seed}-${n}`
  sql(`with p as (insert into payments (subject_kind, subject_id, payer_id, amount, currency, hold, title, return_path, pay_until, state)
                  select 'nothing', ${n}, min(id), ${amount}, 'UAH', false, 'T', '/', now() + interval '1 day', 'pending' from accounts returning id)
       insert into payment_attempts (payment_id, provider, provider_order, amount, currency, hold, state, checkout_url, expires_at, check_at)
       select id, 'fondy', '${order}', ${amount}, 'UAH', false, 'pending', 'http://x/', now() + interval '1 hour', now() + interval '10 seconds' from p`)
  const request = { order_id: order, merchant_id: 1396424, order_desc: 'T', amount, currency: 'UAH', delayed: 'N', server_callback_url: `${stack.url}/api/v1/payments/fondy/callback` }
  const text = ['test', ...Object.keys(request).sort().map(name => request[name])].join('|')
  const signature = createHash('sha1').update(text).digest('hex')
  const answer = await fetch(`${stack.fondy}/api/checkout/url`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ request: { ...request, signature } }) })
  assert.equal((await answer.json()).response.response_status, 'success')
  return order
}

const calls = ['status/order_id', 'reverse/order_id']
const mischief = [
  () => fondy.breakCall(random.of(calls), 'cut_after', { times: 2 }),
  () => fondy.breakCall(random.of(calls), 'cut_before', { times: 2 }),
  () => fondy.breakCall(random.of(calls), 'error_500', { times: 2 }),
  () => fondy.breakCall(random.of(calls), 'html'),
  () => fondy.breakCall(random.of(calls), 'slow', { ms: 7_000 }),
  () => fondy.breakCall('reverse/order_id', 'code', { code: 1069 }),
  () => fondy.messages({ duplicates: random.below(3), reorder: random() < 0.5, drop: random() < 0.3, stale_declined: random() < 0.3 }),
  () => stack.gate.cut(0.7, random),
  () => stack.gate.loseAnswers(0.7, random),
  () => stack.gate.stallFor(300),
  async () => {
    const victim = random.of(stack.servers)
    victim.process.kill('SIGKILL')
    await victim.process.ended
    await victim.up({ ready: false })
  },
]

test('whatever breaks, everything ends in the right state', { timeout: 300_000 }, async () => {
  const approved = [], declined = []
  for (let n = 1; n <= count; ++n) {
    const order = await attempt(n)
    const good = random() < 0.8
    ;(good ? approved : declined).push(order)
    const trouble = random.of(mischief)()
    await fondy.pay(order, good ? cards.approve : cards.decline)
    await trouble
    if (random() < 0.5) await random.of(mischief)()
    // Money in = money held + money out, at every step.
    assert.equal(sql('select coalesce(sum(balance), 0) from ledger_books'), '0')
  }
  await fondy.reset()
  for (const each of stack.servers) {
    if (!each.process.alive) await each.up({ ready: false })
    await each.ready()
  }
  const open = () => sql(`select count(*) from payments where state in ('created', 'pending', 'approved', 'refunding')`)
  let looks = 0
  await eventually('nothing is open any more', () => {
    // Leases of killed servers and long pauses would run out by themselves, in minutes. Locked rows are left alone: the gate is in this
    // process, so whoever holds them could not go on while it waits for them.
    if (looks++ % 100 === 0) sql(`update payment_attempts set check_at = least(check_at, now())
           where id in (select id from payment_attempts where state in ('created', 'unknown', 'pending') for update skip locked);
         update payment_operations set next_at = least(next_at, now() + interval '1 second')
           where id in (select id from payment_operations where state = 'waiting' for update skip locked)`)
    return open() === '0'
  }, 90_000)
  for (const order of approved) {
    assert.equal((await fondy.order(order)).reversed, amount, `${order} came back whole and once`)
    assert.equal(sql(`select a.state || ' ' || a.captured || ' ' || a.refunded || ' ' || p.state from payment_attempts a join payments p on p.id = a.payment_id where provider_order = '${order}'`),
      `approved ${amount} ${amount} refunded`)
  }
  for (const order of declined) assert.equal(sql(`select state from payment_attempts where provider_order = '${order}'`), 'declined')
  assert.equal(sql(`select count(*) from ledger_transactions where key like 'payment:attempt:%:captured'`), String(approved.length))
  assert.equal(sql(`select count(*) from ledger_books where balance <> 0`), '0')
  assert.equal(sql(`select count(*) from payment_differences`), '0')
})
