// A walk of everybody over the real road: people buy, pay, send, quarrel and take back through two real servers; the simulated gateway is slow,
// wrong and silent; servers are killed, the database is cut; time passes. At every step the books are in order, and at the end every kopiyka is
// where it belongs. GAVEL_TEST_SEED repeats a choice of steps, GAVEL_TEST_STEPS makes the walk longer.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { Fondy } from '../harness/fondy.mjs'
import { eventually } from '../harness/process.mjs'
import { startStack } from '../harness/stack.mjs'
import { randomFrom } from './random.mjs'
import { findings, findingsAtRest, gatewayOf, snapshot } from './trade_books.mjs'
import { People } from './trade_people.mjs'

const seed = Number(process.env.GAVEL_TEST_SEED ?? Date.now() % 1_000_000)
const steps = Number(process.env.GAVEL_TEST_STEPS ?? 60)
const random = randomFrom(seed)
const rates = { premium: 9, commission: 5 }   // per cent
const at_once = 4   // things that happen in one step, at most

let stack, fondy, people
before(async () => {
  console.log(`trade: GAVEL_TEST_SEED=${seed} GAVEL_TEST_STEPS=${steps}`)
  stack = await startStack('trade', {
    serves: 2, redis: false, durable: true, gate: true, fondySpeed: 20,
    env: { GAVEL_FONDY_CALL_TIMEOUT_S: '5', GAVEL_PAYMENTS_POLL_INTERVAL_S: '2', GAVEL_ORDERS_PAY_GRACE_MINUTES: '0' },
  })
  fondy = new Fondy(stack.fondy)
  sql(`update fees set valid_until = now() where kind in ('premium', 'commission');
       insert into fees (kind, band_froms, band_points, valid_from) values ('premium', '{0}', '{${rates.premium * 100}}', now()), ('commission', '{0}', '{${rates.commission * 100}}', now());
       insert into fees (kind, amount, valid_from) values ('service:top', 5000, now()), ('service:listings_10', 20000, now())`)
  people = new People(stack, fondy, random)
  await people.arrive()
})
after(() => stack?.stop())

const sql = text => stack.pg.sql(text)

/** The books at this moment; fails with everything that is wrong with them. */
async function look(rules = findings) {
  const earlier = await gatewayOf(fondy)
  const now = snapshot(sql)
  const wrong = rules === findings ? findings(now, earlier, await gatewayOf(fondy)) : rules(now, earlier, rates)
  assert.deepEqual(wrong, [])
  return now
}
function ledgerCheck() {
  assert.match(stack.gavel('ledger', 'check'), /\S/)
}

// Rows that somebody holds are left alone: the gate is in this process, so whoever holds them could not go on while psql waits.
const skipLocked = (table, changes, where = 'true') => `update ${table} set ${changes} where id in (select id from ${table} where ${where} for update skip locked);`
const hours = count => `interval '${count} hours'`
function pass(count) {
  sql(skipLocked('orders', `due_at = due_at - ${hours(count)}, look_at = look_at - ${hours(count)}, entered_at = entered_at - ${hours(count)}`, 'due_at is not null')
    + skipLocked('accounts', 'suspended_at = null, suspension_reason = null, deposits_until = null', 'suspended_at is not null or deposits_until is not null'))
}
/** Auctions that will not reach their reserve come to their end. */
const endAuctions = () => people.unsold.lots.length && sql(`update standings set starts_at = starts_at - interval '1 day', original_ends_at = now(), ends_at = now()
  where lot_id in (select lot_id from standings where state = 'running' and lot_id in (${people.unsold.lots.map(each => each.id)}) for update skip locked)`)
/** Leases of killed servers and long pauses run out at once. */
const hurry = () => sql(
  skipLocked('payment_attempts', 'check_at = least(check_at, now())', `state in ('created', 'unknown', 'pending')`)
  + skipLocked('payment_operations', `next_at = least(next_at, now() + interval '1 second')`, `state = 'waiting'`)
  + skipLocked('orders', 'look_at = least(look_at, now())', 'look_at is not null'))

async function restart(signal) {
  const victim = random.of(stack.servers)
  await victim.process.stop(signal)
  await victim.up({ ready: false })
}

const calls = ['checkout/url', 'status/order_id', 'status/order_id', 'reverse/order_id', 'reverse/order_id']
const mischief = {
  'call done, not answered': () => fondy.breakCall(random.of(calls), 'cut_after', { times: 2 }),
  'call cut': () => fondy.breakCall(random.of(calls), 'cut_before', { times: 2 }),
  'error 500': () => fondy.breakCall(random.of(calls), 'error_500', { times: 2 }),
  'a page instead': () => fondy.breakCall(random.of(calls), 'html'),
  // A gateway that refuses, or one that does late what it was told and has not answered: of both at once nobody could know the outcome.
  ...(random() < 0.5 ? { 'refund refused': () => fondy.breakCall('reverse/order_id', 'code', { code: 1074 }) } : { 'slow': () => fondy.breakCall(random.of(calls.slice(1)), 'slow', { ms: 7_000 }) }),
  'answers late': () => fondy.breakCall('status/order_id', 'late', { ms: 1_000, times: 2 }),
  'no money at the gateway': () => fondy.breakCall('reverse/order_id', 'code', { code: 1069 }),
  'messages': () => fondy.messages({
    duplicates: random.below(3), reorder: random() < 0.5, drop: random() < 0.2, stale_declined: random() < 0.3, before_create: random() < 0.2,
    form: random() < 0.2, v2: random() < 0.2, wrong_signature: random() < 0.1, ...(random() < 0.1 ? { amount: '1' } : {}),
  }),
  'messages as they should be': () => fondy.messages({}),
  'pages expire': () => fondy.clock({ advance_s: 3_700 }),
  'connections cut': () => stack.gate.cut(0.7, random),
  'answers of the database lost': () => stack.gate.loseAnswers(0.7, random),
  'database silent': () => stack.gate.stallFor(300),
  'kill -9': () => restart('SIGKILL'),
  'restart': () => restart('SIGTERM'),
}

test('whatever happens, the books are in order at every step', { timeout: 600_000 }, async (t) => {
  const done = {}
  let now = await look()
  for (let step = 0; step < steps; ++step) {
    const open = now.orders.filter(each => !['completed', 'refunded', 'declined', 'combined'].includes(each.state))
    const doing = []
    for (let i = random.below(at_once); i >= 0; --i) {
      if (open.length < 4 || random() < 0.25) doing.push(people.begin())
      else doing.push(people.act(random.of(random() < 0.9 ? open : now.orders), now.orders))
    }
    if (random() < 0.6) doing.push(people.unsold.act())
    if (random() < 0.5) {
      const name = random.of(Object.keys(mischief))
      done[name] = (done[name] ?? 0) + 1
      doing.push(mischief[name]())
    }
    await Promise.all(doing)
    if (random() < 0.12) pass(random.of([3, 6, 30, 400]))
    if (random() < 0.6) endAuctions()
    if (random() < 0.2) hurry()
    now = await look()
    if (step % 10 === 0) ledgerCheck()
  }
  t.diagnostic(JSON.stringify({ ...people.answers, ...done }))
})

test('and once all is well again, every kopiyka is where it belongs', { timeout: 300_000 }, async (t) => {
  await fondy.reset()
  await fondy.clock({ advance_s: 90_000 })
  for (const each of stack.servers) {
    if (!each.process.alive) await each.up({ ready: false })
    await each.ready()
  }
  const open = () => sql(`select (select count(*) from payments where state in ('created', 'pending', 'refunding'))
    + (select count(*) from payment_attempts where state in ('created', 'unknown', 'pending') or refunding > 0)`)
  let looks = 0
  await eventually('nothing is under way', () => {
    if (looks++ % 50 === 0) hurry()
    if (looks === 1) sql(skipLocked('payment_attempts', `created_at = created_at - interval '11 minutes'`, `state in ('created', 'unknown')`))   // nobody has their pages
    return open() === '0'
  }, 60_000)
  let now = await look(findingsAtRest)
  await look()
  ledgerCheck()
  assert.match(sql(`select coalesce(string_agg(distinct kind, ' '), '') from payment_differences`), /^(refund_refused)?$/, 'no other difference is told to an operator')

  // What the gateway refused to take back has stayed with the payers; an operator tries again, and this time it goes, unless the payer has
  // bound that money to a deposit since.
  const refused = now.attempts.filter(each => each.loose > 0)
  const free = payer => Number(sql(`select coalesce(sum(balance - reserved), 0) from ledger_books where name = 'wallet:${payer}'`))
  let stay = 0
  for (const each of refused) {
    const outcome = await eventually(`payment ${each.payment} is given back`, async () =>
      await people.refund(each.payment, each.loose) ? 'gone' : free(each.payer) < each.loose && 'bound')
    if (outcome === 'bound') stay += each.loose
  }
  await eventually('it has gone', () => open() === '0')
  now = await look(findingsAtRest)
  ledgerCheck()
  assert.ok(now.attempts.reduce((sum, each) => sum + each.loose, 0) === stay)
  const count = (all, key) => JSON.stringify(Object.fromEntries([...Map.groupBy(all, each => each[key])].map(([name, some]) => [name, some.length])))
  t.diagnostic(`${people.unsold.lots.length} lots below their reserve: orders ${count(now.lines.filter(each => each.unsold), 'state')}`)
  t.diagnostic(`orders ${count(now.orders, 'state')}; attempts ${count(now.attempts, 'state')}, ${now.attempts.filter(each => each.surplus).length} surplus, ${refused.length} refused at first`)
  assert.ok(now.orders.some(each => each.payment !== null), 'somebody has paid')
})
