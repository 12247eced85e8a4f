// Ten thousand lots end in the same second on a fresh, durable PostgreSQL; three `gavel serve` compete for them, and 200 open streams wait
// for the results. The clock runs from that second until the last lot is closed, the last notification is there, the last letter is queued
// and the last result has come out of a stream.
import { readFileSync } from 'node:fs'
import { get } from 'node:http'
import { startStack } from '../../tests/harness/stack.mjs'
import { Session } from './session.mjs'

const lots = Number(process.env.BENCH_LOTS ?? 10_000)
const lots_per_stream = 50
const seconds_ahead = 20  // of the end, when the streams begin to open
const servers = 3
const sql = name => readFileSync(new URL(name, import.meta.url), 'utf8')

/** Reads one stream and tells each lot whose standing has ended. */
function watch(url, ids, ended) {
  return new Promise((resolve, reject) => {
    const request = get(`${url}/api/v1/stream?lots=${ids.join(',')}`, { headers: { accept: 'text/event-stream' } }, (response) => {
      if (response.statusCode !== 200) return reject(new Error(`stream: ${response.statusCode}`))
      let rest = ''
      let seen = 0
      response.setEncoding('utf8')
      response.on('data', (chunk) => {
        const lines = (rest + chunk).split('\n')
        rest = lines.pop()
        for (const line of lines) {
          if (!line.startsWith('data: {"lot_id"')) continue
          const standing = JSON.parse(line.slice(6))
          if (standing.state.startsWith('ended')) ended(standing.lot_id)
          else if (++seen === ids.length) resolve(request)
        }
      })
      response.on('error', () => {})
    })
    request.on('error', reject)
  })
}

async function measure(stack, database) {
  const ids = (await database.ask('select string_agg(lot_id::text, \',\' order by lot_id) from standings')).split(',')
  const published = new Set()
  const streams = []
  for (let i = 0; i * lots_per_stream < ids.length; ++i) {
    const some = ids.slice(i * lots_per_stream, (i + 1) * lots_per_stream)
    streams.push(watch(stack.servers[i % servers].url, some, id => published.add(id)))
  }
  const open = await Promise.all(streams)

  const left = Number(await database.ask('select extract(epoch from max(ends_at) - clock_timestamp()) from standings'))
  if (left < 1) throw new Error(`the streams took too long to open: ${left} s before the end`)
  const end = performance.now() + left * 1000
  const done = `select not exists (select from standings where state = 'running')
                   and not exists (select from jobs where kind = 'notifications.events' and state in ('waiting', 'running')
                                    and payload->'events'->0->>'event' not like 'order%')`
  const limit = end + 120_000
  let told
  while (!told || published.size < lots) {
    await new Promise(resolve => setTimeout(resolve, 20))
    if (!told && performance.now() > end && (await database.ask(done)) === 't') told = performance.now()
    if (performance.now() > limit) throw new Error(`not within two minutes: told ${told !== undefined}, published ${published.size} of ${lots}`)
  }
  const seconds = (performance.now() - end) / 1000
  for (const each of open) each.destroy()
  return { seconds, told: (told - end) / 1000, end }
}

/** What the servers and the database say about it afterwards. */
async function check(stack, database) {
  const metrics = await Promise.all(stack.servers.map(async each => (await fetch(`http://127.0.0.1:${each.opsPort}/metrics`)).text()))
  const closings = metrics.flatMap(text => [...text.matchAll(/^gavel_closing_lots_total\{.*\} (\S+)$/gm)]).reduce((sum, found) => sum + Number(found[1]), 0)
  const [missing, unwanted] = (await database.ask(sql('check.sql'))).split('|').map(Number)
  return { closed_twice: closings - lots, messages: Number(await database.ask('select count(*) from notifications')), missing, unwanted }
}

const stack = await startStack('bench-closing', { serves: servers, durable: true, env: { GAVEL_SMTP_URL: '' } })
try {
  const database = new Session(stack.pg.url())
  await database.ask(sql('lots.sql').replaceAll(':lots', String(lots)).replaceAll(':ahead', String(seconds_ahead)))
  const { seconds, told, end } = await measure(stack, database)
  const sold = "(select count(*) from standings where state = 'ended_sold')"
  while (await database.ask(`select (select count(*) from orders) = ${sold}`) !== 't') await new Promise(resolve => setTimeout(resolve, 100))
  const orders = (performance.now() - end) / 1000
  const { closed_twice, messages, missing, unwanted } = await check(stack, database)
  await database.end()
  console.log(`bench.closing.lots = ${lots} lots`)
  console.log(`bench.closing.messages = ${messages} messages`)
  console.log(`bench.closing.told = ${told.toFixed(2)} s`)
  console.log(`bench.closing.seconds = ${seconds.toFixed(2)} s`)
  console.log(`bench.closing.orders = ${orders.toFixed(2)} s`)
  console.log(`bench.closing.closed_twice = ${closed_twice} lots`)
  console.log(`bench.closing.messages_missing = ${missing} messages`)
  console.log(`bench.closing.messages_doubled = ${unwanted} messages`)
  if (closed_twice || missing || unwanted) process.exitCode = 1
} finally {
  await stack.stop()
}
