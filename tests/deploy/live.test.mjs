// What tells the auction from its stand-in, and how a server ends: what a delivery relies on.
import assert from 'node:assert/strict'
import { execFileSync, spawn } from 'node:child_process'
import { after, before, test } from 'node:test'
import { eventually } from '../harness/process.mjs'
import { Gavel, gavelBinary, startStack } from '../harness/stack.mjs'
import { raw } from './maintenance.mjs'

let stack, release
before(async () => {
  stack = await startStack('live', { gate: true })
  release = execFileSync(gavelBinary, ['--version'], { encoding: 'utf8' }).trim()
})
after(() => stack?.stop())

function assertLive(answer, status) {
  assert.equal(answer.status, status)
  assert.equal(answer.headers.get('x-auction-mode'), 'live')
  assert.equal(answer.headers.get('x-auction-release'), release)
}

test('every answer of the public port says live and the release', async () => {
  for (const [path, status, init] of [['/api/v1/categories', 200], ['/api/v1/nothing', 404], ['/nothing', 404], ['/api/v1/lots', 401, { method: 'POST' }],
    ['/api/v1/categories', 405, { method: 'DELETE' }], ['/api/v1/lots', 403, { method: 'POST', headers: { origin: 'https://elsewhere.test' } }]]) {
    assertLive(await fetch(stack.url + path, init), status)
  }
  assert.match(await raw(stack.servers[0].port, 'nonsense\r\n\r\n'), /^HTTP\/1\.1 400 .*X-Auction-Mode: live/s)
  assert.match(await (await fetch(`http://127.0.0.1:${stack.servers[0].opsPort}/metrics`)).text(), /^gavel_mode\{mode="live"\} 1$/m)
})

test('without PostgreSQL the 503s are still those of the auction', async () => {
  stack.gate.close()
  try {
    const answer = await eventually('an answer of a lot that has to be read', async () => {
      const got = await fetch(`${stack.url}/api/v1/lots/987654`)
      return got.status === 503 && got
    })
    assertLive(answer, 503)
    assert.ok(Number(answer.headers.get('retry-after')) > 0)
  } finally { stack.gate.open() }
  await stack.servers[0].ready()
})

test('SIGTERM: streams end, what was asked is answered, nobody new is let in, exit 0', async (t) => {
  const server = await Gavel.start(stack, 'ending')
  t.after(() => server.stop())
  const stream = await fetch(`${server.url}/api/v1/stream?lots=1`, { headers: { accept: 'text/event-stream' } })
  assertLive(stream, 200)
  const ended = stream.text()
  const ending = server.stop()
  await eventually('nobody new is let in', async () => { try { await fetch(`${server.url}/api/v1/categories`); return false } catch { return true } })
  await ended
  assert.deepEqual(await ending, { code: 0, signal: null })
  assert.doesNotMatch(server.process.output, /task_failed|handler_failed/)
})

test('SIGTERM with a request in flight: it is finished and answered, then exit 0', async (t) => {
  const server = await Gavel.start(stack, 'answering')
  t.after(() => server.stop())
  const { pg } = stack
  // Signing in waits for the accounts, which somebody holds.
  const holder = spawn('psql', ['-X', '-q', pg.url()], { stdio: ['pipe', 'ignore', 'inherit'] })
  t.after(() => holder.kill())
  holder.stdin.write('begin; lock table accounts in access exclusive mode;\n')
  const locks = granted => Number(pg.sql(`select count(*) from pg_locks where relation = 'accounts'::regclass and ${granted}`))
  await eventually('the accounts are held', () => locks('granted') === 1)
  const answer = fetch(`${server.url}/api/v1/sessions`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ email: 'nobody@example.org', password: 'wrong password' }) })
  await eventually('the request is in flight', () => locks('not granted') > 0)

  const ending = server.stop()
  await eventually('nobody new is let in', async () => { try { await fetch(`${server.url}/livez`, { headers: { connection: 'close' } }); return false } catch { return true } })
  assert.equal(server.process.alive, true, 'it waits for the answer')
  holder.stdin.end('commit;\n')
  const answered = await answer
  assertLive(answered, 401)
  assert.equal((await answered.json()).status, 401, 'the whole of it')
  assert.deepEqual(await ending, { code: 0, signal: null })
})
