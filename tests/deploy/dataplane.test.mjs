// A delivery on one machine under load, with a real HAProxy, two servers and a real migration: what visitors, bidders and open pages see of it.
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { request } from 'node:https'
import { after, before, describe, test } from 'node:test'
import { Client } from '../harness/client.mjs'
import { Process, eventually } from '../harness/process.mjs'
import { RELEASES, machineIsPossible, startMachine } from './machine.mjs'
import { Visitors, openPage } from './visitors.mjs'

const [gap_s, lost_s] = [6, 3]

describe('a delivery on one machine', { skip: machineIsPossible ? false : 'haproxy, socat, jq or the release build is missing' }, () => {
  let machine, seller, anna, borys
  before(async () => {
    machine = await startMachine('dataplane', { env: {
      GAVEL_OUTAGES_GAP_S: String(gap_s), GAVEL_BIDDING_OUTAGE_LOST_MAX_S: String(lost_s), GAVEL_BIDDING_OUTAGE_LEFT_S: '60', GAVEL_BIDDING_SOFT_CLOSE_WINDOW_S: '0',
      GAVEL_BIDDING_BIDS_PER_MINUTE: '100000', GAVEL_BIDDING_CONFIRM_TIMES: '1000',
    } })
    const person = name => new Client(machine.entry.url, machine.stack.mailbox).register(name)
    ;[seller, anna, borys] = await Promise.all(['Seller', 'Anna', 'Borys'].map(person))
  })
  after(() => machine?.stop())

  /** Visitors at 50 a second: pages, the API, and a bid in every fifth request. */
  function visit(lot) {
    const paths = ['/api/v1/categories', `/api/v1/lots/${lot.id}`, '/api/v1/lots?sort=ending', '/livez']
    let turn = 0, amount = 100
    return new Visitors(machine.entry.url, 50, () => {
      if (++turn % 5) return { path: paths[turn % 3] }
      const person = turn % 2 ? anna : borys
      return { method: 'POST', path: `/api/v1/lots/${lot.id}/bids`, body: JSON.stringify({ max: { amount: (amount += 100) * 100, currency: 'UAH' } }),
        headers: { cookie: person.cookie, origin: machine.entry.url, 'idempotency-key': randomUUID() } }
    })
  }

  async function deliverUnderLoad(words, { lot, pages = 6, during = () => {}, env } = {}) {
    const visitors = visit(lot)
    const open = Array.from({ length: pages }, () => openPage(machine.entry.url, lot.id))
    try {
      await eventually('visitors are served and pages are live', () => visitors.count('live') > 50 && open.every(each => each.events > 0))
      const at = {}
      const end = await machine.deliver(words, { env, seen: (line) => {
        const step = /step (\d)\/6/.exec(line)?.[1]
        if (step) at[step] ??= Date.now()
        at[`last ${step}`] = Date.now()
        during(line)
      } })
      assert.equal(end.code, 0, end.output)
      const latest = () => visitors.answers.filter(each => each.by).slice(-30)
      await eventually('visitors are served again', () => latest().every(each => each.by === 'live'))
      return { visitors, open, end, at }
    } catch (error) {
      throw new Error(`${error.message}\n${JSON.stringify(visitors.others.slice(0, 3))}`, { cause: error })
    } finally {
      await visitors.stop()
      open.forEach(each => each.close())
      await Promise.all(open.map(each => each.done))
    }
  }

  function proveContract({ visitors, at }, lot) {
    assert.deepEqual(visitors.others.slice(0, 3), [], `${visitors.others.length} answers were neither live nor the maintenance page`)
    assert.ok(visitors.count('maintenance') > 0 && visitors.count('live') > 0)
    const { first, last, ms } = visitors.outage()
    // After step 1 has been proven and before step 6, nothing but the page answers.
    const between = visitors.answers.filter(each => each.began > at['last 1'] && each.began < at['last 5'])
    assert.deepEqual([...new Set(between.map(each => each.by))], ['maintenance'])
    assert.ok(between.some(each => each.method === 'POST'))
    const placed = Number(machine.stack.pg.sql(`select count(*) from bids where lot_id = ${lot.id} and placed_at between to_timestamp(${at['last 1'] / 1000}) and to_timestamp(${at['last 5'] / 1000})`))
    assert.equal(placed, 0, 'no bid was taken meanwhile')
    return { ms, first, last }
  }

  test('every answer is live or the maintenance page; open pages stay open until the application stops', async () => {
    const lot = await seller.lot()
    const result = await deliverUnderLoad(['deliver', RELEASES[1], '--anyway'], { lot })
    assert.equal(machine.release, RELEASES[1])
    const { ms } = proveContract(result, lot)
    for (const page of result.open) assert.ok(page.ended >= result.at['last 1'], 'the switch itself cuts no stream')
    const { visitors } = result
    process.stdout.write(`outage ${(ms / 1000).toFixed(2)} s: ${visitors.count('live')} answers live, ${visitors.count('maintenance')} the page, 0 others, at 50/s\n`)
    assert.match(result.end.output, /step 4\/6 migrate {2}schema: before → unchanged \(exit 10\)/)
  })

  test('the migration waits for its turn, lots end meanwhile: they get more time', async () => {
    const lot = await seller.lot()
    const ending = await seller.lot()
    assert.equal((await anna.bid(ending.id, 200)).status, 201)
    const { pg, dir } = machine.stack
    // A backup holds the migration back for as long as an outage must last to count.
    const backup = new Process('backup', 'psql', ['-X', pg.url(), '-c', `select pg_advisory_lock_shared(${0x676176656c}); select pg_sleep(3600)`], { dir })
    await eventually('the backup holds the lock', () => pg.sql("select count(*) from pg_locks where locktype = 'advisory' and mode = 'ShareLock'") === '1')
    let waited
    const result = await deliverUnderLoad(['deliver', RELEASES[2], '--anyway'], { lot, during: (line) => {
      if (/step 2\/6 remove all/.test(line)) {
        pg.sql(`update standings set ends_at = now() + interval '2 seconds', original_ends_at = now() + interval '2 seconds' where lot_id = ${ending.id}`)
      }
      if (!/step 4\/6 migrate {2}migration: stopped → running/.test(line)) return
      const began = Date.now()
      waited = eventually('long enough for an outage', () => Date.now() - began > (gap_s + lost_s + 1) * 1000, 60_000).then(() => pg.sql(`select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and mode = 'ShareLock' and granted`))
    } })
    await waited
    await backup.ended
    assert.equal(machine.release, RELEASES[2])
    const { ms } = proveContract(result, lot)
    process.stdout.write(`outage ${(ms / 1000).toFixed(2)} s, of which about ${gap_s + lost_s + 1} s of waiting for a backup\n`)
    await eventually('the outage is made up for', () => pg.sql('select count(*) from outages where swept_at is not null and extended_lots > 0') === '1', 30_000)
    const { standing } = await anna.get(`/lots/${ending.id}`)
    assert.equal(standing.state, 'running')
    assert.ok(Date.parse(standing.ends_at) > Date.parse(standing.server_time))
    assert.equal((await borys.bid(ending.id, 300)).status, 201, 'bids are taken again')
  })

  test('a release that is not there is refused', async () => {
    const end = await machine.deliver(['deliver', '9.9.9', '--anyway'])
    assert.equal(end.code, 4, end.output)
    assert.match(end.output, /there is no program/)
    assert.equal(machine.release, RELEASES[2])
    assert.equal(readFileSync(machine.entry.switch, 'utf8'), 'mode live\n')
  })

  test('the entry: what a request says about the visitor does not count, nothing too large, nothing too often, HTTPS only', async () => {
    const { entry } = machine
    const moved = await fetch(`${entry.http}/lots/1?a=b`, { redirect: 'manual' })
    assert.deepEqual([moved.status, moved.headers.get('location')], [301, `https://127.0.0.1:${entry.httpPort}/lots/1?a=b`])
    // Only the head is sent: the answer comes before any body.
    const large = await new Promise((resolve, reject) => {
      const ask = request(`${entry.url}/api/v1/lots`, { method: 'POST', headers: { 'content-length': '30000000' } }, (response) => { resolve(response.statusCode); ask.destroy() })
      ask.on('error', reject)
      ask.flushHeaders()
    })
    assert.equal(large, 413)
    entry.ask('set server app/app1 state maint')
    entry.ask('set server app/app2 state maint')
    const page = await fetch(`${entry.url}/`)
    assert.deepEqual([page.status, page.headers.get('x-auction-mode')], [503, 'maintenance'], 'without a server there is the page')
    entry.ask('set server maintenance/page state maint')
    const fallback = await fetch(`${entry.url}/`)
    assert.deepEqual([fallback.status, fallback.headers.get('retry-after'), fallback.headers.get('x-auction-mode')], [503, '15', null], 'and without the page its own one')
    assert.match(await fallback.text(), /Зачекайте/)
    for (const each of ['app/app1', 'app/app2', 'maintenance/page']) entry.ask(`set server ${each} state ready`)
    await eventually('live again', async () => (await fetch(`${entry.url}/api/v1/categories`)).status === 200)
  })
})
