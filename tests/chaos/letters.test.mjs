// A newsletter leaves through two servers that share a daily limit, one of which is killed on the way: no letter is lost, none comes twice
// under two names, the limit holds, and what somebody waits for does not wait behind it.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { Client } from '../harness/client.mjs'
import { eventually } from '../harness/process.mjs'
import { startStack } from '../harness/stack.mjs'

const letters = 200, perDay = 150  // 20 % of it for what is waited for, 20 % more before newsletters: 90 of them in a day
const bulkPerDay = perDay * 0.6

let stack
before(async () => {
  stack = await startStack('letters', { serves: 2, redis: false, durable: true, env: { GAVEL_MAIL_PER_DAY_MAX: String(perDay), GAVEL_MAIL_PER_MINUTE_MAX: '3000' } })
})
after(() => stack?.stop())

const sql = text => stack.pg.sql(text)
const count = where => Number(sql(`select count(*) from mail_letters where ${where}`))
const arrived = async n => (await (await fetch(`${stack.mailbox}/api/messages?to=reader${n}@example.test`)).json()).items

/** As if so long had passed: only what is waited for moves. */
const pass = time => sql(`update mail_departures set left_at = left_at - interval '${time}';
  update mail_letters set due_at = due_at - interval '${time}' where state in ('waiting', 'sending')`)

async function checkArrivals() {
  const names = new Set()
  let copies = 0
  for (let n = 1; n <= letters; ++n) {
    const got = await arrived(n)
    const ids = new Set(got.map(each => each.message_id))
    assert.ok(ids.size <= 1, `reader ${n} got one letter under ${ids.size} names`)
    copies += Math.max(0, got.length - 1)
    for (const id of ids) names.add(id)
  }
  return { readers: names.size, copies }
}

test('a newsletter survives the death of a server within its daily limit', async () => {
  sql(`insert into mail_letters (name, class, language, recipient, contents)
       select 'lost', 'bulk', 'uk', 'reader' || n || '@example.test',
              '{"lot_title": "Дзвін", "price": "1 ₴", "lot_url": "https://auction.test/lots/1", "audit_head": ""}'
         from generate_series(1, ${letters}) n`)
  await eventually('letters leave', () => count("state = 'sent'") >= 20)
  const [victim] = stack.servers
  victim.process.kill('SIGKILL')
  await victim.process.ended
  await victim.up()

  const anna = await new Client(stack.servers[1].url, stack.mailbox).register('Anna')
  assert.ok(anna.me.id, 'a confirmation does not wait behind the newsletter')

  // What the dead server held counts against the limit, sent or not, until another takes it over; so do the letters to Anna.
  await eventually('the day is used up', () => count("state in ('sent', 'sending')") >= bulkPerDay, 30_000)
  assert.ok((await checkArrivals()).readers <= bulkPerDay)
  const boris = await new Client(stack.servers[0].url, stack.mailbox).register('Boris')
  assert.ok(boris.me.id, 'nor behind the limit')

  for (let day = 0; day < 3 && count("state <> 'sent'") > 0; ++day) {
    const before = count("state = 'sent' and class = 'bulk'")
    pass('24 hours 1 minute')
    await eventually('another day passes', () => count("state <> 'sent'") === 0 || count("state = 'sent' and class = 'bulk'") >= before + bulkPerDay - 2, 30_000)
    assert.ok(count("state = 'sent' and class = 'bulk'") - before <= bulkPerDay)
  }
  assert.equal(count("state <> 'sent'"), 0)
  const { readers, copies } = await checkArrivals()
  assert.equal(readers, letters)
  assert.ok(copies <= 2, 'only what was on the dead server\'s two connections may have come twice')
  assert.equal(Number(sql('select count(*) from mail_departures')), Number(sql('select sum(attempts) from mail_letters')), 'none is forgotten')
})

test('the operator pauses and resumes', async () => {
  assert.match(stack.gavel('mail', 'pause'), /No letter leaves/)
  sql(`insert into mail_letters (name, class, language, recipient, contents)
       values ('already_registered', 'transactional', 'en', 'reader999@example.test', '{}')`)
  const status = stack.gavel('mail', 'status')
  assert.match(status, /paused by the operator/)
  assert.match(status, /transactional +1 waiting/)
  stack.gavel('mail', 'resume')
  await eventually('it leaves', async () => (await arrived(999)).length === 1)
})
