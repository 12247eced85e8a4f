// The contract of the maintenance application, as visitors, programs and a load balancer meet it.
import assert from 'node:assert/strict'
import { mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { eventually } from '../harness/process.mjs'
import { removeScratch, scratch } from '../harness/servers.mjs'
import { Maintenance, raw } from './maintenance.mjs'

let dir, standIn
before(async () => {
  dir = scratch('maintenance')
  tell('a', { until: new Date(Date.now() + 120_000).toISOString(), message: { en: 'A new database.' } })
  standIn = await Maintenance.start(dir, { GAVEL_MAINTENANCE_FILE: join(dir, 'notice.json') })
})
after(async () => {
  await standIn?.stop()
  removeScratch(dir)
})

// As a kubelet replaces a mounted ConfigMap.
function tell(version, notice) {
  mkdirSync(join(dir, version))
  writeFileSync(join(dir, version, 'notice.json'), typeof notice === 'string' ? notice : JSON.stringify(notice))
  symlinkSync(version, join(dir, '..next'))
  renameSync(join(dir, '..next'), join(dir, '..data'))
  try { symlinkSync('..data/notice.json', join(dir, 'notice.json')) } catch { /* it is there */ }
}

function assertMaintenance(answer) {
  assert.equal(answer.status, 503)
  assert.equal(answer.headers.get('x-auction-mode'), 'maintenance')
  assert.equal(answer.headers.get('cache-control'), 'no-store')
  const wait = Number(answer.headers.get('retry-after'))
  assert.ok(wait >= 5 && wait <= 600, `Retry-After: ${wait}`)
}

const languages = [['uk-UA,uk;q=0.9', 'Оновлюємо аукціон'], ['en', 'We are updating the auction'], ['ru', 'Обновляем аукцион']]

test('people get a page in their language', async () => {
  for (const [accepted, heading] of languages) {
    const answer = await fetch(standIn.url + '/lots/5', { headers: { accept: 'text/html,*/*;q=0.8', 'accept-language': accepted } })
    assertMaintenance(answer)
    assert.match(answer.headers.get('content-type'), /^text\/html/)
    assert.ok((await answer.text()).includes(heading))
  }
})

test('programs get a problem', async () => {
  for (const [method, path] of [['GET', '/api/v1/lots'], ['POST', '/api/v1/lots/5/bids'], ['DELETE', '/api/v1/session'], ['PATCH', '/api'], ['OPTIONS', '/api/v1/lots']]) {
    const answer = await fetch(standIn.url + path, { method, headers: { 'accept-language': 'en' } })
    assertMaintenance(answer)
    assert.equal(answer.headers.get('content-type'), 'application/problem+json')
    const problem = await answer.json()
    assert.equal(problem.code, 'maintenance')
    assert.equal(problem.detail, 'A new database.')
  }
})

test('HEAD has no body, and the connection goes on', async () => {
  const text = await raw(standIn.port, 'HEAD /lots HTTP/1.1\r\nHost: a\r\n\r\nGET /healthz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n')
  assert.match(text, /^HTTP\/1\.1 503 .*\r\n\r\nHTTP\/1\.1 200 OK/s)
  assert.ok(!text.includes('<html'))
})

test('a body is not waited for, however long it says it is, and from wherever it comes', async () => {
  for (const head of ['Content-Length: 99999999999', 'Transfer-Encoding: chunked', 'Content-Length: 9\r\nExpect: 100-continue']) {
    const text = await raw(standIn.port, `POST /api/v1/lots HTTP/1.1\r\nHost: a\r\nCookie: a=b\r\nOrigin: https://elsewhere.test\r\n${head}\r\n\r\n`)
    assert.match(text, /^HTTP\/1\.1 503 .*Connection: close/s)
  }
  const upload = await fetch(standIn.url + '/api/v1/uploads/1/parts/1', { method: 'PUT', body: Buffer.alloc(300_000) })
  assertMaintenance(upload)
})

test('streams and WebSockets are refused and the connection ends', async () => {
  const upgrade = await raw(standIn.port, 'GET /api/v1/live HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n')
  assert.match(upgrade, /^HTTP\/1\.1 503 .*Retry-After.*Connection: close/s)
  const stream = await raw(standIn.port, 'GET /api/v1/live HTTP/1.1\r\nHost: a\r\nAccept: text/event-stream\r\n\r\n')
  assert.match(stream, /^HTTP\/1\.1 503 .*Retry-After.*Connection: close/s)
})

test('methods nobody knows, and addresses that are none, are told the same', async () => {
  for (const line of ['BREW /pot', 'TRACE /', 'GET /../../etc/passwd', 'CONNECT /']) {
    const text = await raw(standIn.port, `${line} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`)
    assert.match(text, /^HTTP\/1\.1 503 .*X-Auction-Mode: maintenance/s, line)
  }
  const broken = await raw(standIn.port, 'GET / HTTP/9\r\n\r\n')
  assert.match(broken, /^HTTP\/1\.1 400 .*X-Auction-Mode: maintenance/s)
})

test('health is good on both ports; metrics say the mode', async () => {
  for (const port of [standIn.port, standIn.opsPort]) assert.equal((await fetch(`http://127.0.0.1:${port}/healthz`)).status, 200)
  for (const path of ['livez', 'readyz']) assert.equal((await fetch(`http://127.0.0.1:${standIn.opsPort}/${path}`)).status, 200)
  assert.match(await (await fetch(`http://127.0.0.1:${standIn.opsPort}/metrics`)).text(), /^gavel_mode\{mode="maintenance"\} 1$/m)
})

test('the notice changes without a restart, and a bad one changes nothing', async () => {
  const problem = async () => (await (await fetch(standIn.url + '/api/', { headers: { 'accept-language': 'en' } })).json())
  const tag = async () => (await fetch(standIn.url + '/', { method: 'HEAD' })).headers.get('etag')
  const first = await tag()
  tell('b', '{"until": "soon"}')
  await eventually('the bad notice is refused in the log', () => standIn.process.output.includes('maintenance.notice_refused'))
  assert.equal((await problem()).detail, 'A new database.')
  assert.equal(await tag(), first)
  tell('c', { until: new Date(Date.now() + 7_200_000).toISOString(), message: { uk: 'Друга', en: 'Second' } })
  await eventually('the new notice is up', async () => (await problem()).detail === 'Second')
  assert.equal((await problem()).retry_after_s, 600)
  assert.notEqual(await tag(), first)
  rmSync(join(dir, 'notice.json'))
  await eventually('no file is no notice', async () => (await problem()).until === undefined)
})

test('SIGTERM ends it in order', async () => {
  const other = await Maintenance.start(dir)
  assert.deepEqual(await other.stop(), { code: 0, signal: null })
})
