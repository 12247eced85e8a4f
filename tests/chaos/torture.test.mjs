// Three servers behind HAProxy and a gate before PostgreSQL; many bidders, and all the time something is killed, cut, stalled or left without
// its answer. What was promised must hold afterwards. TORTURE_SECONDS (120) and TORTURE_SEED choose another run.
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import { Client, uah } from '../harness/client.mjs'
import { eventually } from '../harness/process.mjs'
import { startStack } from '../harness/stack.mjs'
import { replay, stepAt } from './log_rules.mjs'
import { randomFrom } from './random.mjs'

const seconds = Number(process.env.TORTURE_SECONDS ?? 120)
const seed = Number(process.env.TORTURE_SEED ?? Date.now() % 1_000_000_000)
const random = randomFrom(seed)
const bidders = 12, bidsAtOnce = 3   // of each bidder
const patience = 60_000              // ms for the service to be itself again

let stack, people, lots
const intents = []   // everything anybody ever wanted: {person, lot, max, key, seqs, refused}
let acknowledged = 0

before(async () => {
  stack = await startStack('torture', {
    serves: 3, proxy: true, durable: true, gate: true, env: { GAVEL_BIDDING_BIDS_PER_MINUTE: '1000000', GAVEL_BIDDING_SOFT_CLOSE_WINDOW_S: '0', GAVEL_BIDDING_CONFIRM_TIMES: '1000' },
  })
  const person = name => new Client(stack.url, stack.mailbox).register(name)
  const seller = await person('Seller')
  people = await Promise.all(Array.from({ length: bidders }, (_, i) => person(`Bidder${i}`)))
  lots = []
  for (const reserve of [null, null, null, 300]) {
    const lot = await seller.lot({ start_price: uah(100), ...(reserve === null ? {} : { reserve_price: uah(reserve) }) })
    lots.push({ id: lot.id, start: 100_00, reserve: reserve === null ? null : reserve * 100, least: 100_00 })
  }
})
after(() => stack?.stop())

/** One try. True once it is known what became of the intent: a bid with a number, or a refusal. */
async function ask(intent, { impatient = false } = {}) {
  const { person, lot, max, key } = intent
  const answer = await person.bid(lot.id, max / 100, key, impatient ? { signal: AbortSignal.timeout(random.below(100)) } : {}).catch(() => null)
  if (answer === null || [502, 503, 504].includes(answer.status)) return false
  const { body } = answer
  assert.ok(answer.status === 201 || answer.body.code === 'bid-too-low' || answer.body.code === 'max-not-higher', `${answer.status} ${JSON.stringify(body)}`)
  lot.least = Math.max(lot.least, (body.standing ?? body).min_next.amount)
  if (answer.status !== 201) {
    assert.equal(intent.seqs.size, 0, `${key} was accepted and is refused now`)
    intent.refused = true
    return true
  }
  assert.equal(intent.refused, false, `${key} was refused and is accepted now`)
  intent.seqs.add(body.seq)
  ++acknowledged
  return true
}

async function bidUntil(over, person) {
  while (!over()) {
    const lot = random.of(lots)
    const intent = { person, lot, max: lot.least + random.below(30) * stepAt(lot.least), key: randomUUID(), seqs: new Set(), refused: false }
    intents.push(intent)
    const impatient = random() < 0.1
    for (let tries = 0; tries < 4 && !(await ask(intent, { impatient })); ++tries);
    if (random() < 0.1) await ask(intent)   // for no reason at all
  }
}

const faults = {
  async 'kill -9 of a server'() {
    const server = random.of(stack.servers)
    server.process.kill('SIGKILL')
    await server.process.ended
    await server.up({ ready: false })
  },
  'connections of PostgreSQL terminated'() {
    stack.pg.sql('select count(pg_terminate_backend(pid)) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and random() < 0.5')
  },
  'connections cut'() { stack.gate.cut(0.5, random) },
  'answers of PostgreSQL lost'() { stack.gate.loseAnswers(0.5, random) },
  async 'PostgreSQL silent for a while'() { await stack.gate.stallFor(random.below(3000)) },
}

/** One fault after another, each when bids flow again after the one before. */
async function trouble(end) {
  const done = {}
  while (Date.now() < end) {
    const name = random.of(Object.keys(faults))
    const before = acknowledged
    await faults[name]()
    done[name] = (done[name] ?? 0) + 1
    await eventually(`bids flow again after: ${name}`, () => acknowledged >= before + 50, patience)
  }
  return done
}

const storedBids = lot => stack.pg.sql(
  `select b.seq, b.bidder_id, b.max_amount, b.idempotency_key, b.price_after, p.bidder_id
     from bids b join participants p on p.lot_id = b.lot_id and p.number = b.leader_after where b.lot_id = ${lot.id} order by b.seq`)
  .split('\n').filter(Boolean).map((row) => {
    const [seq, bidder, max, key, price, leader] = row.split('|')
    return { seq: Number(seq), bidder, max: Number(max), key, price: Number(price), leader }
  })

test('two minutes of trouble', { timeout: (seconds + 300) * 1000 }, async (t) => {
  t.diagnostic(`TORTURE_SEED=${seed} TORTURE_SECONDS=${seconds}`)
  const end = Date.now() + seconds * 1000
  let over = false
  const bidding = people.flatMap(person => Array.from({ length: bidsAtOnce }, () => bidUntil(() => over, person)))
  let done
  try {
    done = await Promise.race([trouble(end), Promise.all(bidding)])   // a bidder ends early only with a broken promise
  } finally {
    over = true
    await Promise.allSettled(bidding)
  }
  await Promise.all(bidding)
  t.diagnostic(`${intents.length} bids wanted, ${acknowledged} acknowledgements; ${JSON.stringify(done)}`)
})

test('the service answers: every server is ready, and whoever never had an answer gets one', async () => {
  for (const server of stack.servers) await server.ready()
  for (const intent of intents.filter(each => each.seqs.size === 0 && !each.refused))
    await eventually(`an answer to ${intent.key}`, () => ask(intent), patience)
  for (const [i, server] of stack.servers.entries()) {
    const person = people[i].at(server.url)
    const intent = { person, lot: lots[0], max: lots[0].least + 10 * stepAt(lots[0].least), key: randomUUID(), seqs: new Set(), refused: false }
    person.origin = server.url
    intents.push(intent)
    assert.ok(await ask(intent), `${server.name} takes a bid at once`)
  }
})

test('every acknowledged bid is stored exactly once, and nothing else is', () => {
  const stored = new Map(lots.flatMap(lot => storedBids(lot).map(row => [row.key, { ...row, lot }])))
  assert.equal(stored.size, lots.reduce((sum, lot) => sum + storedBids(lot).length, 0), 'a key counts once')
  for (const intent of intents) {
    const row = stored.get(intent.key)
    if (intent.refused) {
      assert.equal(row, undefined, `${intent.key} was refused`)
      continue
    }
    assert.equal(intent.seqs.size, 1, `${intent.key} has the numbers ${[...intent.seqs]}`)
    assert.deepEqual({ seq: row?.seq, max: row?.max, bidder: row?.bidder, lot: row?.lot.id },
      { seq: [...intent.seqs][0], max: intent.max, bidder: intent.person.me.id, lot: intent.lot.id })
    stored.delete(intent.key)
  }
  assert.equal(stored.size, 0, 'bids that nobody sent')
})

test('the price never falls and is at every bid what the rules make of the bids before it', () => {
  for (const lot of lots) {
    const bids = storedBids(lot)
    const { prices } = replay(bids, lot)
    assert.deepEqual(bids.map(each => each.price), prices)
    assert.deepEqual(prices, prices.toSorted((a, b) => a - b))
  }
})

test('the audit chain of every lot holds', () => {
  for (const lot of lots) assert.match(stack.gavel('audit', 'lot', lot.id), /all as they were accepted/)
})

test('whoever the rules name has won when the hammer falls', async () => {
  stack.pg.sql(`update standings set starts_at = starts_at - interval '1 day', original_ends_at = now(), ends_at = now()`)
  for (const lot of lots) {
    const { leader, price } = replay(storedBids(lot), lot)
    const ended = await eventually(`lot ${lot.id} is closed`, async () => {
      const now = await people[0].get(`/lots/${lot.id}`)
      return now.standing.state.startsWith('ended') && now.standing
    }, patience)
    assert.equal(ended.state, 'ended_sold', 'the price has left the reserve behind long ago')
    assert.equal(ended.price.amount, price)
    const winner = people.find(each => each.me.id === leader)
    assert.equal((await winner.get(`/lots/${lot.id}/mine`)).relation, 'won')
    const news = await eventually('the winner is told', async () => {
      const told = (await winner.get('/me/notifications?limit=100')).items.filter(each => each.lot_id === lot.id && each.kind === 'won')
      return told.length > 0 && told
    }, patience)
    assert.equal(news.length, 1)
  }
})
