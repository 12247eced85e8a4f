// when nobody could bid, no lot ends because of it. Servers or PostgreSQL stay away for longer than a lot may lose.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { Client } from '../harness/client.mjs'
import { eventually } from '../harness/process.mjs'
import { startStack } from '../harness/stack.mjs'

const [gap_s, lost_s, left_s] = [6, 3, 60]
let stack, seller, anna, borys, vira

before(async () => {
  stack = await startStack('outages', {
    serves: 3, proxy: true, durable: true,
    env: {
      GAVEL_OUTAGES_GAP_S: String(gap_s), GAVEL_BIDDING_OUTAGE_LOST_MAX_S: String(lost_s), GAVEL_BIDDING_OUTAGE_LEFT_S: String(left_s),
      GAVEL_BIDDING_SOFT_CLOSE_WINDOW_S: '0',
    },
  })
  const person = name => new Client(stack.url, stack.mailbox).register(name)
  ;[seller, anna, borys, vira] = await Promise.all([person('Seller'), person('Anna'), person('Borys'), person('Vira')])
})
after(() => stack?.stop())

const list = ids => ids.map(Number).join(',')
const endIn = (ids, seconds) => stack.pg.sql(`
  update standings set starts_at = least(starts_at, now() - interval '1 hour'), ends_at = now() + interval '${seconds} seconds',
    original_ends_at = now() + interval '${seconds} seconds', hard_ends_at = now() + interval '2 hours' where lot_id in (${list(ids)})`)
const states = ids => stack.pg.sql(`select string_agg(distinct state, ' ' order by state) from standings where lot_id in (${list(ids)})`)

/** Lots with a leader and somebody who watches. */
async function lots(count) {
  const ids = []
  for (let i = 0; i < count; ++i) {
    const { id } = await seller.lot()
    assert.equal((await anna.bid(id, 200)).status, 201)
    await vira.ok('PUT', `/lots/${id}/watch`)
    ids.push(id)
  }
  return ids
}

/** Sum of one counter over all servers, which have forgotten what they counted before they were started. */
async function counted(name) {
  let sum = 0
  for (const server of stack.servers) {
    const text = await (await fetch(`http://127.0.0.1:${server.opsPort}/metrics`)).text()
    sum += Number(new RegExp(`^${name} (\\S+)`, 'm').exec(text)?.[1] ?? 0)
  }
  return sum
}

/** `leave` takes the service away while lots are about to end; `comeBack` brings it back once it was away for long enough. */
async function outlives(leave, comeBack) {
  const outagesBefore = Number(stack.pg.sql('select count(*) from outages'))
  const lost = await lots(6)
  const [over] = await lots(1)   // ends before the outage: its result stands
  endIn([over], 0)
  await eventually('a lot ends in time', () => states([over]) === 'ended_sold')
  endIn(lost, 3)
  await leave()
  const left = Date.now()
  await eventually('long enough', () => Date.now() - left > (gap_s + lost_s + 1) * 1000, 60_000)
  await comeBack()

  await eventually('the outage is made up for', () => stack.pg.sql('select count(*) from outages where swept_at is not null') === String(outagesBefore + 1), 30_000)
  assert.equal(stack.pg.sql('select count(*) from outages'), String(outagesBefore + 1), 'one outage, whoever noticed it')
  assert.equal(states(lost), 'running', 'none closed wrongly')
  assert.equal(states([over]), 'ended_sold')
  for (const id of lost) {
    const { standing } = await vira.get(`/lots/${id}`)
    assert.equal(standing.state, 'running')
    assert.ok(Date.parse(standing.ends_at) - Date.parse(standing.server_time) > (left_s - 30) * 1000, `${standing.ends_at} at ${standing.server_time}`)
    const notices = (await vira.get(`/lots/${id}/bids`)).items.filter(each => each.kind === 'notice' && each.notice === 'extended')
    assert.deepEqual(notices.map(each => [each.reason, each.ends_at]), [['outage', standing.ends_at]])
    assert.equal((await borys.bid(id, 300)).status, 201, 'bids are taken again')
  }
  // Seller, bidder and watcher of each lot, once each.
  const told = () => stack.pg.sql(`select count(*) || ' ' || count(distinct (account_id, lot_id)) from notifications where kind = 'extended' and lot_id in (${list(lost)})`)
  await eventually('everybody is told', () => told() === `${lost.length * 3} ${lost.length * 3}`)
  for (const person of [seller, anna, vira]) {
    const about = (await person.get('/me/notifications')).items.filter(each => each.kind === 'extended' && lost.includes(each.lot_id))
    assert.deepEqual(about.map(each => each.lot_id).sort(), [...lost].sort())
  }
  await eventually('no job is left', () => stack.pg.sql("select count(*) from jobs where state <> 'done' and kind like 'notifications.%'") === '0')
  assert.equal(told(), `${lost.length * 3} ${lost.length * 3}`, 'nobody is told twice')

  // And everything ends as it should.
  endIn(lost, 0)
  await eventually('the lots end', () => states(lost) === 'ended_sold')
}

test('three servers are killed while lots end; started again together they extend each lot once', async () => {
  await outlives(
    async () => {
      for (const server of stack.servers) server.process.kill('SIGKILL')
      await Promise.all(stack.servers.map(server => server.process.ended))
    },
    () => Promise.all(stack.servers.map(server => server.up())),
  )
  assert.equal(await counted('gavel_outages_total'), 1)
  assert.equal(await counted('gavel_outages_extended_lots_total'), 6)
  assert.ok(await counted('gavel_outages_seconds_total') > gap_s)
})

test('PostgreSQL is away while lots end; the servers go on by themselves', async () => {
  await outlives(() => stack.pg.crash(), () => stack.pg.up())
  assert.equal(await counted('gavel_outages_total'), 2)
  assert.ok(await counted('gavel_outages_missed_beats_total') > 0)
})

test('one server after another is replaced: no outage', async () => {
  const [lot] = await lots(1)
  const outages = stack.pg.sql('select count(*) from outages')
  for (const server of stack.servers) {
    assert.deepEqual(await server.process.stop('SIGTERM'), { code: 0, signal: null })
    await server.up()
  }
  assert.equal(stack.pg.sql('select count(*) from outages'), outages)
  endIn([lot], 0)
  await eventually('the lot ends', () => states([lot]) === 'ended_sold')
})
