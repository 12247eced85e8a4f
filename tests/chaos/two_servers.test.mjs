// Two servers behind HAProxy are one auction; Redis and PostgreSQL may fall and come back under it.
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import { Client, openStream, uah } from '../harness/client.mjs'
import { eventually } from '../harness/process.mjs'
import { startStack } from '../harness/stack.mjs'

let stack, seller, anna, borys

before(async () => {
  // More bids than one person may send in a minute.
  stack = await startStack('chaos', { serves: 2, proxy: true, durable: true, env: { GAVEL_BIDDING_BIDS_PER_MINUTE: '100000', GAVEL_BIDDING_CONFIRM_TIMES: '1000' } })
  const person = name => new Client(stack.url, stack.mailbox).register(name)
  ;[seller, anna, borys] = await Promise.all([person('Seller'), person('Anna'), person('Borys')])
})
after(() => stack?.stop())

// The proxy is the visitor's origin, also for a request sent straight to one server.
function through(person, server) {
  const client = person.at(stack.servers[server].url)
  client.origin = stack.servers[server].url
  return client
}

/** The first event of that kind whose data satisfies `wanted`. */
async function nextEvent(stream, kind, wanted) {
  // Not `for await`: leaving that loop would end the stream.
  for (let next; !(next = await stream.events.next()).done;) if (next.value.event === kind && wanted(next.value.data)) return next.value
  throw new Error('the stream ended')
}
const nextStanding = (stream, wanted) => nextEvent(stream, 'standing', wanted)

async function bidAndWatch(lot, bidder, hryvnias, bidThrough, watchThrough) {
  const stream = openStream(stack.servers[watchThrough].url, `lots=${lot.id}`)
  try {
    await nextStanding(stream, () => true)
    const answer = await through(bidder, bidThrough).bid(lot.id, hryvnias)
    const acknowledged = Date.now()
    assert.equal(answer.status, 201, JSON.stringify(answer.body))
    const event = await nextStanding(stream, each => each.version >= answer.body.standing.version)
    assert.deepEqual(event.data.price, answer.body.standing.price)
    return event.at - acknowledged
  } finally { stream.close() }
}

test('a bid through one server reaches a page on the other within a second', async () => {
  const lot = await seller.lot()
  assert.ok(await bidAndWatch(lot, anna, 500, 0, 1) < 1000)
  assert.ok(await bidAndWatch(lot, borys, 700, 1, 0) < 1000)
})

test('without Redis prices still travel, and Redis is taken up again when it is back', async () => {
  const lot = await seller.lot()
  await bidAndWatch(lot, anna, 200, 0, 1)
  await stack.redis.stop()
  const unread = (await anna.get('/me/notifications')).unread
  const bells = stack.servers.map(server => openStream(server.url, `lots=${lot.id}`, { cookie: anna.cookie }))
  assert.ok(await bidAndWatch(lot, borys, 300, 0, 1) < 3000, 'polling carries it')
  // Whichever server told Anna that she is outbid, her pages on both learn it.
  for (const bell of bells) await nextEvent(bell, 'notification', each => each.unread > unread)
  for (const bell of bells) bell.close()
  assert.equal((await anna.bid(lot.id, 400)).status, 201)
  await stack.redis.up()
  await eventually('the wire is back', async () => await bidAndWatch(await seller.lot(), anna, 150, 0, 1) < 400, 30_000)
})

test('while PostgreSQL is away the answer is 503, then everything goes on without a restart and no acknowledged bid is missing', async () => {
  const lot = await seller.lot()
  const acknowledged = []
  let stop = false, refused = 0, next = 100
  const bidding = (async () => {
    while (!stop) {
      const person = acknowledged.length % 2 ? borys : anna
      const [amount, key] = [next += 100, randomUUID()]
      const answer = await person.bid(lot.id, amount, key)
      if (answer.status === 201) acknowledged.push({ seq: answer.body.seq, amount: amount * 100, key, person })
      else if (answer.status >= 500) {
        assert.equal(answer.status, 503, JSON.stringify(answer.body))
        assert.ok(answer.headers.get('retry-after') || answer.headers.get('server') === null, 'says when to come back')
        ++refused
      } else if (answer.status !== 422) assert.fail(`${answer.status} ${JSON.stringify(answer.body)}`)
    }
  })()
  await eventually('bids flow', () => acknowledged.length >= 20)
  await stack.pg.crash()
  await eventually('refusals are clear', () => refused >= 3)
  const direct = await fetch(`${stack.servers[0].url}/api/v1/me`, { headers: { cookie: anna.cookie } })
  assert.equal(direct.status, 503)
  assert.equal(direct.headers.get('content-type'), 'application/problem+json')
  assert.ok(Number(direct.headers.get('retry-after')) > 0)
  const before = acknowledged.length
  await stack.pg.up()
  await eventually('bids flow again', () => acknowledged.length >= before + 20, 30_000)
  stop = true
  await bidding

  const stored = new Map(stack.pg.sql(`select seq || ' ' || max_amount from bids where lot_id = ${lot.id}`).split('\n').map(row => row.split(' ').map(Number)))
  for (const bid of acknowledged) assert.equal(stored.get(bid.seq), bid.amount, `bid ${bid.seq}`)
  const last = acknowledged.at(-1)
  const again = await last.person.bid(lot.id, last.amount / 100, last.key)
  assert.equal(again.status, 201)
  assert.equal(again.body.seq, last.seq, 'a repeat gets the first answer')
})

test('kill -9 of a server loses no acknowledged bid', async () => {
  const lot = await seller.lot()
  const acknowledged = []
  let amount = 100
  const bidOnce = async () => {
    const answer = await (amount % 200 ? anna : borys).bid(lot.id, amount += 100).catch(() => null)
    if (answer?.status === 201) acknowledged.push(answer.body)
  }
  while (acknowledged.length < 10) await bidOnce()
  stack.servers[0].process.kill('SIGKILL')
  await stack.servers[0].process.ended
  await eventually('the other server carries on', async () => { await bidOnce(); return acknowledged.length >= 20 })
  await stack.servers[0].up()
  const seqs = stack.pg.sql(`select string_agg(seq::text, ',' order by seq) from bids where lot_id = ${lot.id}`).split(',').map(Number)
  assert.deepEqual(seqs, seqs.map((_, i) => i + 2), 'sequence numbers have no gap after the publication')
  for (const each of acknowledged) assert.ok(seqs.includes(each.seq))
})

test('SIGTERM: readiness fails, requests in flight finish, streams close, exit 0', async () => {
  const server = stack.servers[1]
  const lot = await seller.lot()
  const stream = openStream(server.url, `lots=${lot.id}`)
  await nextStanding(stream, () => true)
  const direct = through(anna, 1)
  const inFlight = Array.from({ length: 8 }, (_, i) => direct.bid(lot.id, 200 + i * 100))
  await Promise.race(inFlight)
  const end = server.process.stop('SIGTERM')
  const answers = await Promise.allSettled(inFlight)
  for (const each of answers) if (each.status === 'fulfilled') assert.ok([201, 422].includes(each.value.status), `${each.value.status}`)
  for await (const each of stream.events) void each   // ends by itself
  assert.deepEqual(await end, { code: 0, signal: null })
  await server.up()
  await eventually('HAProxy uses it again', async () => (await seller.lot({ start_price: uah(10) })).id)
})
