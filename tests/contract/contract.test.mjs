// Holds the program to docs/api/openapi.json: every route is described, every described route exists, every answer has the described shape.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { after, before, test } from 'node:test'
import { Client, openStream, uah } from '../harness/client.mjs'
import { pdf, png } from '../harness/pictures.mjs'
import { eventually } from '../harness/process.mjs'
import { PushService } from '../harness/push_service.mjs'
import { root } from '../harness/servers.mjs'
import { gavelBinary, startStack } from '../harness/stack.mjs'
import * as money from './money.mjs'
import { ordersAfterTheHammer } from './orders.mjs'
import * as shop from './shop.mjs'

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

let stack, seller, anna, boris, staff, guest
const gavel = (...command) => stack.gavel(...command)
before(async () => {
  stack = await startStack('contract', { env: { GAVEL_BIDDING_SOFT_CLOSE_WINDOW_S: '2', GAVEL_BIDDING_SOFT_CLOSE_EXTEND_S: '2' } })
  const watched = () => Object.assign(new Client(stack.url, stack.mailbox), { observe: check })
  guest = watched()
  ;[seller, anna, boris, staff] = await Promise.all(['Seller', 'Anna', 'Boris', 'Staff'].map(name => watched().register(name)))
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
  const told = await eventually('the winner is told, and of the order', async () => {
    const { items } = await anna.get('/me/notifications')
    return ['won', 'order_opened'].every(kind => items.some(each => each.kind === kind)) && items[0]
  })
  await anna.ok('POST', '/me/notifications/read', { up_to: told.id })
  assert.equal((await anna.get('/me/notifications')).unread, 0)
  await eventually('the seller is told', async () => (await seller.get('/me/notifications')).items.find(each => each.kind === 'sold'))
  await anna.letter(each => each.subject.length > 0 && each.links.some(link => link.includes(`/lots/${lot.id}`)))
})

test('photos, documents and portraits', async () => {
  const draft = await seller.post('/lots', {})
  const photos = `/lots/${draft.id}/photos`
  const picture = png()
  const open = await seller.post(photos, { content_type: 'image/png', bytes: picture.length })
  await seller.get(`/uploads/${open.id}`)
  await anna.call('GET', `/uploads/${open.id}`)
  await seller.call('POST', `/uploads/${open.id}/completion`)
  await seller.call('PUT', `/uploads/${open.id}/content?from=5`, picture.subarray(0, 10), { raw: true, headers: { 'content-type': 'application/octet-stream' } })
  const taken = await seller.ok('PUT', `/uploads/${open.id}/content`, picture, { raw: true, headers: { 'content-type': 'application/octet-stream' } })
  assert.equal(taken.received, picture.length)
  await seller.post(`/uploads/${open.id}/completion`)
  const ready = await seller.checked(open.id)
  assert.equal(ready.state, 'ready')
  const second = await seller.upload(photos, png(200, 300), { alt: 'From behind' })
  await seller.checked(second.id)
  const bad = await seller.upload(photos, Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'))
  assert.deepEqual((await seller.checked(bad.id)).refused, 'not_accepted')
  await seller.ok('DELETE', `/uploads/${bad.id}`)
  await seller.ok('PATCH', `${photos}/${open.id}`, { alt: 'From the front', quarter_turns: 1 })
  await eventually('the photo is turned', async () => (await seller.get(`/me/lots/${draft.id}/files`)).photos[0].turning === false, 60_000)
  await seller.ok('PUT', `${photos}/order`, { photos: [second.id, open.id] })
  await seller.call('PUT', `${photos}/order`, { photos: [second.id] })
  await seller.call('POST', photos, { content_type: 'image/gif', bytes: 10 })
  const paper = await seller.upload(`/lots/${draft.id}/documents`, pdf, { content_type: 'application/pdf', name: 'Report' })
  await seller.checked(paper.id)
  const other = await seller.upload(`/lots/${draft.id}/documents`, pdf, { content_type: 'application/pdf', name: 'Report 2' })
  await seller.checked(other.id)
  await seller.ok('DELETE', `/lots/${draft.id}/documents/${other.id}`)

  assert.equal((await seller.get('/me/avatar')).avatar, null)
  await seller.checked((await seller.upload('/me/avatar', png())).id)
  assert.ok((await seller.get('/me/avatar')).avatar.url)
  await seller.ok('PATCH', `/lots/${draft.id}`, {
    title: 'A clock with photos', description: 'x', category_id: await seller.leaf(), condition: 'good', location: 'Kyiv', shipping: [{ method: 'pickup' }],
    start_price: uah(100), duration_s: 3600,
  })
  await seller.post(`/lots/${draft.id}/publish`)
  const lot = await guest.get(`/lots/${draft.id}`)
  assert.deepEqual([lot.photos.length, lot.documents.length, lot.photos[0].alt, lot.photos[1].widths], [2, 1, 'From behind', [240, 300]])
  assert.ok(lot.seller.avatar)
  assert.ok((await guest.get('/lots')).items.some(each => each.photo?.id === second.id))
  assert.equal((await seller.call('DELETE', `${photos}/${open.id}`)).status, 409)
  await seller.ok('DELETE', '/me/avatar')

  const draftToGo = await seller.post('/lots', {})
  const gone = await seller.upload(`/lots/${draftToGo.id}/photos`, picture)
  await seller.checked(gone.id)
  await seller.ok('DELETE', `/lots/${draftToGo.id}/photos/${gone.id}`)

  // What everybody gets, with nothing left to a browser's judgement.
  for (const [path, type] of [['300.avif', 'image/avif'], ['240.webp', 'image/webp'], ['300.jpg', 'image/jpeg'], ['document.pdf', 'application/pdf']]) {
    const url = stack.url + (path === 'document.pdf' ? lot.documents[0].url : `${lot.photos[1].url}/${path}`)
    const file = await fetch(url)
    assert.equal(file.status, 200, url)
    assert.deepEqual(['content-type', 'x-content-type-options', 'content-security-policy', 'cache-control'].map(name => file.headers.get(name)),
      [type, 'nosniff', "default-src 'none'; sandbox", 'public, max-age=31536000, immutable'], url)
    assert.equal(file.headers.get('content-disposition')?.startsWith('attachment') ?? false, type === 'application/pdf')
    const body = Buffer.from(await file.arrayBuffer())
    if (type === 'application/pdf') assert.ok(body.equals(pdf))
    const again = await fetch(url, { headers: { 'if-none-match': file.headers.get('etag') } })
    assert.deepEqual([again.status, await again.text()], [304, ''])
  }
  for (const path of [`${lot.photos[0].url}/1.avif`, `${lot.photos[0].url}/original.png`, '/media/00/00/1.avif', `/media/${'..%2f'.repeat(3)}x/y/1.avif`])
    assert.ok([400, 404].includes((await fetch(stack.url + path)).status), path)
})

const keyed = () => ({ headers: { 'idempotency-key': randomUUID() } })
const day = { duration_s: 86400 }

test('commands of bidders and sellers', async () => {
  const lot = await seller.lot({ ...day, reserve_price: uah(900), buy_now_price: uah(2000), step: uah(10) })
  await seller.ok('PATCH', `/lots/${lot.id}`, { title: 'Silver hryvnia of Kyiv, 11th century', buy_now_price: uah(2500) })
  await anna.bid(lot.id, 300)
  await boris.bid(lot.id, 500)
  assert.equal((await seller.call('PATCH', `/lots/${lot.id}`, { title: 'Something else entirely' })).body.reason, 'lot-has-bids')
  assert.equal((await boris.bid(lot.id, 90_000)).body.code, 'confirm-amount')
  assert.equal((await boris.call('POST', `/lots/${lot.id}/bids`, { max: uah(90_000), confirmed: true }, keyed())).status, 201)
  const replaced = await boris.post(`/lots/${lot.id}/retractions`, { reason: 'wrong_amount', rebid: uah(600) }, keyed())
  assert.deepEqual(replaced.rebid.max, uah(600))
  await anna.post(`/lots/${lot.id}/retractions`, { reason: 'seller_unreachable' }, keyed())
  await anna.call('POST', `/lots/${lot.id}/retractions`, { reason: 'wrong_amount' }, keyed())
  await anna.call('POST', `/lots/${lot.id}/retractions`, { reason: 'description_changed' }, keyed())
  await seller.ok('PUT', `/lots/${lot.id}/reserve`, { reserve: uah(700) }, keyed())
  await seller.call('PUT', `/lots/${lot.id}/reserve`, { reserve: uah(10) }, keyed())
  const history = await guest.get(`/lots/${lot.id}/bids`)
  assert.ok(history.items.some(each => each.kind === 'notice') && history.items.some(each => each.kind === 'step'))
  assert.equal(history.retractions.length, 2)
  assert.equal((await guest.get(`/lots/${lot.id}/audit?limit=2`)).next, 3)
  await boris.get(`/lots/${lot.id}/audit?from=3&limit=500`)
  assert.equal((await seller.get(`/lots/${lot.id}/bidders`)).items.length, 2)
  await anna.call('GET', `/lots/${lot.id}/bidders`)
  await seller.post(`/lots/${lot.id}/bidders/2/cancellation`, { reason: 'bidder_asked', block: true }, keyed())
  assert.equal((await boris.bid(lot.id, 800)).body.code, 'not-admitted')
  assert.match(gavel('audit', 'lot', lot.id), /all as they were accepted/)

  const [blocked] = (await seller.get('/me/blocked-bidders')).items
  await seller.ok('DELETE', `/me/blocked-bidders/${blocked.id}`)
  await seller.ok('PUT', '/me/blocked-bidders', { lot_id: lot.id, bidder: 1 })
  await seller.call('PUT', '/me/blocked-bidders', { lot_id: lot.id, bidder: 77 })
  await seller.ok('DELETE', `/me/blocked-bidders/${(await seller.get('/me/blocked-bidders')).items[0].id}`)

  await boris.call('POST', `/lots/${lot.id}/buy-now`, { price: uah(2000) }, keyed())
  await boris.post(`/lots/${lot.id}/buy-now`, { price: uah(2500) }, keyed())
  await guest.get(`/lots/${lot.id}`)
  await boris.get(`/lots/${lot.id}/mine`)

  const early = await seller.lot()
  await seller.call('POST', `/lots/${early.id}/early-sale`, undefined, keyed())
  await anna.bid(early.id, 200)
  await seller.call('POST', `/lots/${early.id}/cancellation`, { reason: 'damaged' }, keyed())
  const key = keyed()
  const sold = await seller.post(`/lots/${early.id}/early-sale`, undefined, key)
  assert.deepEqual((await seller.post(`/lots/${early.id}/early-sale`, undefined, key)).seq, sold.seq)
  assert.equal((await seller.call('POST', `/lots/${early.id}/cancellation`, { reason: 'damaged' }, key)).body.code, 'key-reused')

  const given = await seller.lot(day)
  await seller.checked((await seller.upload(`/lots/${given.id}/photos`, png(), { alt: 'Obverse' })).id)
  await seller.call('POST', `/lots/${given.id}/relisting`, undefined, keyed())
  await seller.post(`/lots/${given.id}/cancellation`, { reason: 'unavailable' }, keyed())
  const again = await seller.post(`/lots/${given.id}/relisting`, undefined, keyed())
  assert.equal(again.relist_of, given.id)
  await eventually('its photo is there again', async () => (await seller.get(`/me/lots/${again.id}/files`)).photos[0].photo?.alt === 'Obverse', 60_000)
  for (const path of ['/home', '/lots', '/lots?state=cancelled', '/me/lots', '/me/lots?state=cancelled']) await seller.call('GET', path)
})

test('commands of moderators', async () => {
  const lot = await seller.lot()
  assert.equal((await staff.call('POST', `/moderation/lots/${lot.id}/freeze`, { reason: 'complaint' }, keyed())).body.code, 'moderators-only')
  gavel('account', 'role', staff.email, 'moderator')
  await eventually('the server knows', async () => (await staff.call('POST', `/moderation/lots/${lot.id}/freeze`, { reason: 'complaint' }, keyed())).status === 201)
  assert.equal((await staff.get('/me')).role, 'moderator')
  assert.equal((await guest.get(`/lots/${lot.id}`)).standing?.state ?? 'frozen', 'frozen')
  assert.deepEqual((await staff.get(`/lots/${lot.id}/bidders`)).items, [])
  await staff.post(`/moderation/lots/${lot.id}/resume`, { reason: 'resolved' }, keyed())
  await anna.bid(lot.id, 300)
  await boris.bid(lot.id, 400)
  const suspended = await staff.post(`/moderation/accounts/${boris.me.id}/suspension`, { reason: 'Bids and never pays' }, keyed())
  assert.deepEqual(suspended.cancelled_on, [lot.id])
  assert.deepEqual(suspended.frozen_on, [lot.id])
  await eventually('the bids are cancelled', async () => (await guest.get(`/lots/${lot.id}/bids`)).items.some(each => each.notice === 'bids_cancelled'))
  assert.equal((await boris.get('/me')).suspension.reason, 'Bids and never pays')
  assert.equal((await boris.bid(lot.id, 900)).body.code, 'lot-frozen')
  assert.equal((await boris.call('POST', '/lots', {})).body.code, 'account-suspended')
  await staff.call('POST', `/moderation/accounts/${staff.me.id}/suspension`, { reason: 'Tests the limits' }, keyed())
  await staff.ok('DELETE', `/moderation/accounts/${boris.me.id}/suspension`)
  await staff.post(`/moderation/lots/${lot.id}/cancellation`, { reason: 'prohibited_item' }, keyed())
  assert.match(gavel('audit', 'lot', lot.id), /all as they were accepted/)
  stack.pg.sql(`set session_replication_role = replica; update bids set max_amount = max_amount + 100 where lot_id = ${lot.id} and seq = (select min(seq) from bids where lot_id = ${lot.id})`)
  assert.throws(() => gavel('audit', 'lot', lot.id), error => error.status === 1 && /record 4 is not what was accepted/.test(error.stdout))
})

test('signals for moderators', async () => {
  const id = stack.pg.sql(`insert into trust_signals (kind, subject_id, other_id, score, evidence) values ('concentration', ${anna.me.id}, ${seller.me.id}, 60, '{"bids": 12}') returning id`)
  const decide = (person, verdict) => person.call('POST', `/moderation/signals/${id}/verdict`, { verdict, note: 'Looked at the lots.' },
    { headers: { 'idempotency-key': randomUUID() } })
  await guest.call('GET', '/moderation/signals')
  assert.equal((await anna.call('GET', '/moderation/signals')).status, 403)
  assert.equal((await decide(anna, 'dismissed')).status, 403)
  assert.equal((await staff.get(`/moderation/signals?kind=concentration&account=${anna.me.id}&limit=1`)).items[0].id, id)
  assert.equal((await decide(staff, 'dismissed')).body.verdict.moderator.display_name, 'Staff')
  assert.equal((await decide(staff, 'confirmed')).status, 409)
  assert.equal((await decide(staff, 'reopened')).body.state, 'open')
})

test('saved searches', async () => {
  const { id } = await anna.post('/me/searches', { name: 'Silver', query: 'q=silver&max_price=500000&sort=newest' })
  assert.equal((await anna.call('POST', '/me/searches', { name: 'Silver again', query: 'max_price=500000&q=silver' })).status, 200)
  assert.equal((await anna.call('POST', '/me/searches', { name: 'All', query: 'sort=newest' })).status, 422)
  await guest.call('POST', '/me/searches', { name: 'Silver', query: 'q=silver' })
  assert.deepEqual((await anna.get('/me/searches')).items.map(each => each.query), ['q=silver&max_price=500000'])
  await anna.ok('PATCH', `/me/searches/${id}`, { name: 'Old silver', mail: false })
  await anna.call('PATCH', `/me/searches/${id}`, { name: null })
  await boris.call('PATCH', `/me/searches/${id}`, { mail: true })
  await anna.ok('DELETE', `/me/searches/${id}`)
  await anna.call('DELETE', `/me/searches/${id}`)
})

test('an account is closed', async () => {
  const leaver = await Object.assign(new Client(stack.url, stack.mailbox), { observe: check }).register('Leaver')
  const lot = await leaver.lot({ title: 'A lot that keeps its seller' })
  assert.equal((await leaver.call('DELETE', '/me', { password: 'not the password' })).body.code, 'wrong-password')
  const refused = await leaver.call('DELETE', '/me', { password: leaver.password })
  assert.deepEqual(refused.body.reasons, [{ code: 'lots_open', lots: [lot.id] }])
  const free = await Object.assign(new Client(stack.url, stack.mailbox), { observe: check }).register('Free')
  await free.ok('DELETE', '/me', { password: free.password })
})

test('preferences, with a session and with a link from a letter', async () => {
  assert.equal((await boris.get('/me/preferences')).digest, 'off')
  await boris.ok('PATCH', '/me/preferences', { events: [{ kind: 'sold', mail: false }], quiet_from: '03:00', quiet_to: '03:01', time_zone: 'Europe/Kyiv' })
  await guest.call('GET', '/me/push')
  assert.equal((await boris.get('/me/push')).active, false)
  await boris.call('PUT', '/me/push', { endpoint: 'http://localhost/x', p256dh: 'A', auth: 'B' })
  const { form } = PushService.browserOf('https://push.example.net/boris')
  await boris.ok('PUT', '/me/push', form)
  assert.equal((await boris.get('/me/push')).active, true)
  await boris.ok('DELETE', '/me/push')
  await guest.call('GET', '/me/preferences')
  await boris.call('PATCH', '/me/preferences', { digest: 'hourly' })
  const letter = await seller.letter(each => each.links.some(link => link.includes('/letters?token=')))
  const token = new URL(letter.links.find(link => link.includes('/letters?token='))).searchParams.get('token')
  await guest.get(`/letters/preferences/${token}`)
  await guest.ok('PATCH', `/letters/preferences/${token}`, { events: [{ kind: 'unsold', mail: false }] })
  await guest.get(`/letters/unsubscribe/${token}`)
  // A mail program in a browser sends it from its own site (RFC 8058): the link itself is the permission.
  const oneClick = { raw: true, headers: { 'content-type': 'application/x-www-form-urlencoded', origin: 'https://mail.example', 'sec-fetch-site': 'cross-site' } }
  await guest.ok('POST', `/letters/unsubscribe/${token}`, 'List-Unsubscribe=One-Click', oneClick)
  const kind = token.split('.')[1]
  assert.equal((await seller.get('/me/preferences')).events.find(each => each.kind === kind).mail, false)
  await guest.call('GET', `/letters/preferences/${token}0`)
  await guest.call('GET', `/letters/unsubscribe/${token}0`)
  await guest.call('POST', `/letters/unsubscribe/${token}0`)
})

test('new passwords, by letter and by who knows the old one', async () => {
  const person = Object.assign(await new Client(stack.url, stack.mailbox).register('Forgetful'), { observe: check })
  await person.call('PUT', '/me/password', { current: 'not the password', password: 'a new long password' })
  await person.ok('PUT', '/me/password', { current: person.password, password: 'a new long password' })
  await guest.post('/password-resets', { email: person.email })
  await guest.call('POST', '/password-resets', { email: 'nonsense' })
  const letter = await person.letter(each => each.links.some(link => link.includes('/reset-password?token=')))
  const token = new URL(letter.links.find(link => link.includes('/reset-password'))).searchParams.get('token')
  await guest.ok('POST', '/password-resets/redemptions', { token, password: 'the newest long password' })
  assert.equal((await guest.call('POST', '/password-resets/redemptions', { token, password: 'the newest long password' })).status, 410)
  assert.equal((await person.call('GET', '/me')).status, 401)
  await person.post('/sessions', { email: person.email, password: 'the newest long password' })
})

test('fees and services', async () => {
  const lot = await seller.lot({ title: 'A lot that is promoted', duration_s: 86_400 })
  await shop.fees({ staff, guest, lot })
  await shop.services({ stack, seller, anna, guest, lot })
  await shop.publications({ stack, seller })
})

test('newsletters', async () => {
  await guest.post('/newsletter/subscriptions', { email: 'reader@example.test', language: 'en', category_ids: [] })
  await guest.call('POST', '/newsletter/subscriptions', { email: 'nobody' })
  await guest.call('POST', '/newsletter/confirmations', { token: 'x'.repeat(43) })
  const reader = Object.assign(new Client(stack.url, stack.mailbox), { observe: check, email: 'reader@example.test' })
  const letter = await reader.letter(each => each.links.some(link => link.includes('/newsletter/confirm?token=')))
  const token = new URL(letter.links.find(link => link.includes('token='))).searchParams.get('token')
  await guest.post('/newsletter/confirmations', { token })
  await anna.get('/me/newsletter')
  await anna.ok('PUT', '/me/newsletter', { subscribed: true, category_ids: [] })
  await anna.call('PUT', '/me/newsletter', {})
  await guest.call('GET', '/newsletter/unsubscribe/nonsense')
  await guest.call('POST', '/newsletter/unsubscribe/nonsense', '', { raw: true })
  await guest.call('GET', '/letters/newsletter/nonsense')
  await guest.call('PUT', '/letters/newsletter/nonsense', { subscribed: true })
  const links = await eventually('a letter with a link', async () => (await anna.letters()).flatMap(each => each.links).filter(each => each.includes('/letters?token=')))
  const link = new URL(links[0]).searchParams.get('token')
  await guest.get(`/letters/newsletter/${link}`)
  await guest.ok('PUT', `/letters/newsletter/${link}`, { subscribed: true })

  await anna.call('GET', '/newsletters')
  const writer = Object.assign(new Client(stack.url, stack.mailbox), { observe: check })
  await writer.register('Writer')
  gavel('account', 'role', writer.email, 'operator')
  await eventually('the role is known', async () => (await writer.call('GET', '/newsletters')).status === 200)
  const campaign = await writer.post('/newsletters', {})
  const at = `/newsletters/${campaign.id}`
  await writer.call('POST', `${at}/schedule`, {})
  await writer.ok('PATCH', at, { texts: [{ language: 'en', subject: 'News', body: '# News' }], segment: { languages: ['en', 'uk'], category_ids: [], activity: 'any', activity_days: 30 } })
  await writer.get(at)
  await writer.call('GET', '/newsletters/999999')
  await writer.post('/newsletters/audience', { languages: [] })
  await writer.post('/newsletters/preview', { language: 'en', subject: 'News', body: '# News' })
  await writer.post(`${at}/test`, { language: 'en' })
  await writer.call('POST', `${at}/test`, { language: 'uk' })
  await writer.post(`${at}/schedule`, { at: new Date(Date.now() + 3600_000).toISOString() })
  await writer.call('PATCH', at, { texts: [] })
  await writer.post(`${at}/revise`, {})
  await writer.call('POST', `${at}/pause`, {})
  stack.pg.sql('update mail_senders set bulk_held = true')
  await writer.post(`${at}/schedule`, { at: null })
  await eventually('it is sending', async () => (await writer.get(at)).state === 'sending')
  await writer.post(`${at}/pause`, {})
  await writer.post(`${at}/resume`, {})
  stack.pg.sql('update mail_senders set bulk_held = false')
  await eventually('it is sent', async () => (await writer.get(at)).state === 'sent')
  const news = await reader.letter(each => each.subject === 'News')
  const path = new URL(news.links.find(link => link.includes('/newsletter/unsubscribe/'))).pathname.replace('/api/v1', '')
  await guest.ok('GET', path)
  await guest.ok('POST', path, 'List-Unsubscribe=One-Click', { raw: true, headers: { 'content-type': 'application/x-www-form-urlencoded', 'origin': 'https://mail.example' } })
  await writer.call('POST', `${at}/resume`, {})
  const other = await writer.post('/newsletters', {})
  await writer.post(`/newsletters/${other.id}/cancel`, {})
  await writer.get('/newsletters?limit=1')
})

test('orders, deposits and payments', async () => {
  const operator = Object.assign(new Client(stack.url, stack.mailbox), { observe: check })
  await operator.register('Operator')
  gavel('account', 'role', operator.email, 'operator')
  await eventually('the role is known', async () => (await operator.call('GET', '/moderation/payouts')).status === 200)
  const order = await ordersAfterTheHammer({ stack, seller, anna, boris, staff, guest, keyed })
  await money.depositsAndPayments({ stack, seller, anna, boris, guest, operator })
  await money.refunds({ stack, operator, anna, order })
})

test('every operation of the contract was seen to succeed', () => {
  const missing = Object.entries(contract.paths).flatMap(([path, item]) => ['get', 'post', 'put', 'patch', 'delete'].filter(m => item[m])
    .map(m => `${m.toUpperCase()} ${path}`)).filter(each => ![...visited].some(seen => /^[23]/.test(seen.slice(each.length + 1)) && seen.startsWith(`${each} `)))
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
