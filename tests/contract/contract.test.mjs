// Holds the program to docs/api/openapi.json: every route is described, every described route exists, every answer has the described shape.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { after, before, test } from 'node:test'
import { Client, openStream, uah } from '../harness/client.mjs'
import { eventually } from '../harness/process.mjs'
import { root } from '../harness/servers.mjs'
import { gavelBinary, startStack } from '../harness/stack.mjs'

const require = createRequire(`${root}/web/package.json`)
const { default: Ajv } = require('ajv/dist/2020')
const contract = JSON.parse(readFileSync(`${root}/docs/api/openapi.json`, 'utf8'))
const ajv = new Ajv({ strict: false, allErrors: true, formats: { 'date-time': /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/, uuid: true, int64: true } })
ajv.addSchema({ $id: 'api', ...contract })
const pointer = key => key.replaceAll('~', '~0').replaceAll('/', '~1')
const visited = new Set()

/** The described path that a real one belongs to; more literal segments win. */
function pattern(path) {
  const bare = path.split('?')[0]
  return Object.keys(contract.paths)
    .filter(each => new RegExp(`^${each.replace(/\{[^}]+\}/g, '[^/]+')}$`).test(bare))
    .sort((a, b) => a.split('{').length - b.split('{').length)[0]
}

function check({ method, path, status, headers, body }) {
  const at = pattern(path)
  assert.ok(at, `${path} is not in the contract`)
  const operation = contract.paths[at][method.toLowerCase()]
  assert.ok(operation, `${method} ${at} is not in the contract`)
  const described = operation.responses[status] ? `paths/${pointer(at)}/${method.toLowerCase()}/responses/${status}` : 'components/responses/Problem'
  if (!operation.responses[status]) assert.ok(status >= 400, `${method} ${at} answers ${status}, which the contract does not know`)
  const type = (headers.get('content-type') ?? '').split(';')[0]
  const answer = described.split('/').slice(0).reduce((node, key) => node[key.replaceAll('~1', '/').replaceAll('~0', '~')], contract)
  if (!answer.content) { assert.equal(body, '', `${method} ${at} ${status} has no body`); visited.add(`${method} ${at} ${status}`); return }
  assert.ok(answer.content[type], `${method} ${at} ${status}: ${type} is not described`)
  const validate = ajv.compile({ $ref: `api#/${described}/content/${pointer(type)}/schema` })
  assert.ok(validate(body), `${method} ${at} ${status}: ${ajv.errorsText(validate.errors)}\n${JSON.stringify(body).slice(0, 800)}`)
  visited.add(`${method} ${at} ${status}`)
}

let stack, seller, anna, guest
before(async () => {
  stack = await startStack('contract', { env: { GAVEL_BIDDING_SOFT_CLOSE_WINDOW_S: '2', GAVEL_BIDDING_SOFT_CLOSE_EXTEND_S: '2' } })
  const watched = () => Object.assign(new Client(stack.url, stack.mailbox), { observe: check })
  guest = watched()
  ;[seller, anna] = await Promise.all([watched().register('Seller'), watched().register('Anna')])
})
after(() => stack?.stop())

test('routes and contract name the same things', () => {
  const real = execFileSync(gavelBinary, ['routes'], { encoding: 'utf8' }).trim().split('\n').filter(line => line.includes(' /api/v1/'))
    .map(line => line.replace(' /api/v1', ' ')).sort()
  const methods = ['get', 'post', 'put', 'patch', 'delete']
  const described = Object.entries(contract.paths).flatMap(([path, item]) => methods.filter(m => item[m]).map(m => `${m.toUpperCase()} ${path}`)).sort()
  assert.deepEqual(real, described)
})

test('accounts', async () => {
  await guest.call('GET', '/me')
  await guest.call('GET', '/sessions')
  await guest.call('POST', '/sessions', { email: seller.email, password: 'wrong wrong wrong' })
  await guest.call('POST', '/accounts', { email: 'not an address', password: 'short', display_name: '', extra: 1 })
  await guest.call('POST', '/accounts/confirmations', { token: 'x'.repeat(43) })
  await anna.get('/me')
  await anna.ok('PATCH', '/me', { display_name: 'Anna K', language: 'uk' })
  const second = Object.assign(new Client(stack.url), { observe: check })
  await second.post('/sessions', { email: anna.email, password: anna.password })
  const sessions = (await anna.get('/sessions')).items
  assert.equal(sessions.length, 2)
  assert.equal(sessions.filter(each => each.current).length, 1)
  await anna.ok('DELETE', `/sessions/${sessions.find(each => !each.current).id}`)
  assert.equal((await second.call('GET', '/me')).status, 401)
  await second.post('/sessions', { email: anna.email, password: anna.password })
  await second.ok('DELETE', '/sessions')
  assert.equal((await second.call('GET', '/me')).status, 401)
})

test('a lot from draft to hammer', async () => {
  const draft = await seller.post('/lots', {})
  await seller.call('POST', `/lots/${draft.id}/publish`)
  await seller.ok('PATCH', `/lots/${draft.id}`, { title: 'A clock by the window', shipping: [{ method: 'pickup', cost: uah(0) }] })
  await seller.get(`/me/lots/${draft.id}`)
  await anna.call('GET', `/me/lots/${draft.id}`)
  await seller.ok('DELETE', `/lots/${draft.id}`)

  const scheduled = await seller.lot({ starts_at: new Date(Date.now() + 3600_000).toISOString() })
  await anna.bid(scheduled.id, 500)
  await guest.get('/lots?state=scheduled')
  await seller.post(`/lots/${scheduled.id}/withdraw`)

  const lot = await seller.lot({ reserve_price: uah(300), duration_s: 60 })
  await seller.ok('PATCH', `/lots/${lot.id}`, { description_addition: 'With its box.' })
  await seller.call('PATCH', `/lots/${lot.id}`, { title: 'Another title altogether' })
  await seller.bid(lot.id, 200)
  await guest.bid(lot.id, 200)
  await anna.bid(lot.id, 1)
  await anna.call('POST', `/lots/${lot.id}/bids`, { max: { amount: 1.5, currency: 'UAH' } }, { headers: { 'idempotency-key': randomUUID() } })
  const key = randomUUID()
  const first = await anna.bid(lot.id, 400, key)
  assert.equal(first.status, 201)
  assert.deepEqual((await anna.bid(lot.id, 400, key)).body.seq, first.body.seq)
  await anna.bid(lot.id, 900, key)
  await anna.ok('PUT', `/lots/${lot.id}/watch`)
  for (const path of [`/lots/${lot.id}`, `/lots/${lot.id}/bids?limit=1`, '/home', '/lots', '/lots?q=hryvnia&sort=price_desc', '/categories', '/lots?limit=1']) {
    const answer = await guest.call('GET', path)
    const tag = answer.headers.get('etag')
    if (tag) assert.equal((await guest.call('GET', path, undefined, { headers: { 'if-none-match': tag } })).status, 304, path)
  }
  const relation = await anna.get(`/lots/${lot.id}/mine`)
  assert.deepEqual([relation.relation, relation.watching, relation.max], ['leading', true, uah(400)])
  for (const path of ['/me/bids', '/me/watched', `/me/relations?lots=${lot.id}`]) assert.equal((await anna.get(path)).items.length, 1, path)
  assert.ok((await seller.get('/me/lots')).items.length >= 1)
  await anna.ok('DELETE', `/lots/${lot.id}/watch`)

  const stream = openStream(stack.url, `lots=${lot.id}`)
  const standing = ajv.compile({ $ref: 'api#/components/schemas/Standing' })
  stack.pg.sql(`update standings set ends_at = now() + interval '1 second', original_ends_at = now() + interval '1 second' where lot_id = ${lot.id}`)
  for await (const each of stream.events) {
    if (each.event !== 'standing') continue
    assert.ok(standing(each.data), ajv.errorsText(standing.errors))
    if (each.data.state === 'ended_sold') break
  }
  stream.close()
  const told = await eventually('the winner is told', async () => (await anna.get('/me/notifications')).items.find(each => each.kind === 'won'))
  await anna.ok('POST', '/me/notifications/read', { up_to: told.id })
  assert.equal((await anna.get('/me/notifications')).unread, 0)
  await eventually('the seller is told', async () => (await seller.get('/me/notifications')).items.find(each => each.kind === 'sold'))
  await anna.letter(each => each.subject.length > 0 && each.links.some(link => link.includes(`/lots/${lot.id}`)))
})

test('every operation of the contract was seen to succeed', () => {
  const missing = Object.entries(contract.paths).flatMap(([path, item]) => ['get', 'post', 'put', 'patch', 'delete'].filter(m => item[m])
    .map(m => `${m.toUpperCase()} ${path}`)).filter(each => ![...visited].some(seen => seen.startsWith(`${each} 2`)))
  assert.deepEqual(missing, ['GET /stream'], 'the stream is checked event by event')
})

test('bad requests get a 4xx problem that names what is wrong, and leave no trace', async () => {
  const count = () => stack.pg.sql('select (select count(*) from lots), (select count(*) from bids), (select count(*) from accounts)')
  const lot = await seller.lot()
  const before = count()
  const bidPath = `/lots/${lot.id}/bids`
  const key = () => ({ headers: { 'idempotency-key': randomUUID() } })
  const cases = [
    ['not JSON', () => anna.call('POST', bidPath, '{"max":', { raw: true, ...key() }), 400],
    ['not an object', () => anna.call('POST', bidPath, '[1]', { raw: true, ...key() }), 400],
    ['duplicate member', () => anna.call('POST', bidPath, '{"max":null,"max":null}', { raw: true, ...key() }), 400],
    ['broken UTF-8', () => anna.call('POST', '/lots', Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]), { raw: true }), 400],
    ['beyond int64', () => anna.call('POST', bidPath, '{"max":{"amount":99999999999999999999,"currency":"UAH"}}', { raw: true, ...key() }), 422, 'max'],
    ['a fraction', () => anna.call('POST', bidPath, '{"max":{"amount":100.5,"currency":"UAH"}}', { raw: true, ...key() }), 422, 'max'],
    ['text for a number', () => anna.call('POST', bidPath, { max: { amount: '100', currency: 'UAH' } }, key()), 422, 'max'],
    ['negative', () => anna.call('POST', bidPath, { max: { amount: -100, currency: 'UAH' } }, key()), 422, 'max'],
    ['unknown member', () => anna.call('POST', bidPath, { max: uah(100), min: 1 }, key()), 422, 'min'],
    ['no key', () => anna.call('POST', bidPath, { max: uah(100) }), 422, 'Idempotency-Key'],
    ['no such lot', () => anna.bid('9223372036854775807', 100), 404],
    ['an id that is none', () => anna.bid('x', 100), 404],
    ['an id beyond int64', () => anna.bid('92233720368547758070', 100), 404],
    ['too deep', () => anna.call('POST', '/lots', `{"title":${'['.repeat(5000)}${']'.repeat(5000)}}`, { raw: true }), 400],
    ['too large', () => anna.call('POST', '/lots', `{"title":"${'x'.repeat(300_000)}"}`, { raw: true }), 413],
    ['wrong type of body', () => anna.call('POST', '/lots', 'title=x', { raw: true, headers: { 'content-type': 'application/x-www-form-urlencoded' } }), 415],
    ['another site', () => anna.call('POST', '/lots', {}, { headers: { origin: 'https://evil.example' } }), 403],
    ['another site by fetch metadata', () => anna.call('POST', '/lots', {}, { headers: { 'sec-fetch-site': 'cross-site' } }), 403],
    ['a control character', () => anna.call('POST', '/lots', { title: 'a\u0000bcdefg' }), 422, 'title'],
    ['a bad cursor', () => guest.call('GET', '/lots?cursor=%21%21'), 422],
    ['a bad limit', () => guest.call('GET', '/lots?limit=1000'), 422],
  ]
  for (const [name, send, status, field] of cases) {
    const answer = await send()
    assert.equal(answer.status, status, `${name}: ${JSON.stringify(answer.body)}`)
    assert.match(answer.headers.get('content-type'), /^application\/problem\+json/, name)
    assert.ok(answer.body.code && answer.body.title, name)
    if (field) assert.ok(JSON.stringify([answer.body.field, answer.body.errors]).includes(field), `${name} names ${field}: ${JSON.stringify(answer.body)}`)
  }
  assert.equal(count(), before)
})
