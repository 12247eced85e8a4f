// The store of files falls in the middle of an upload and in the middle of making variants: clean errors, nothing half-attached, and all is
// well by itself once it is back. With a real S3 server, through a gate.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { Client } from '../harness/client.mjs'
import { png } from '../harness/pictures.mjs'
import { eventually } from '../harness/process.mjs'
import { startStack } from '../harness/stack.mjs'

let stack, seller, lot
const small = png(), large = png(1400, 1300, { noise: true })  // more than 5 MiB: two parts

before(async () => {
  stack = await startStack('store', { s3: true, env: { GAVEL_S3_ATTEMPTS_MAX: '2', GAVEL_S3_ATTEMPT_MS: '5000' } })
  seller = await new Client(stack.url, stack.mailbox).register('Seller')
  lot = await seller.lot()
})
after(() => stack?.stop())

const photos = () => `/lots/${lot.id}/photos`
const announced = content => ({ content_type: 'image/png', bytes: content.length })
const shown = async () => (await seller.get(`/lots/${lot.id}`)).photos.length
/** Database and store agree once the sweep has been by. */
const tidy = () => eventually('database and store agree', () => {
  const said = stack.gavel('media', 'check')
  return /: 0 missing, 0 unknown/.test(said)
}, 30_000)

test('a photo goes straight to the store and is shown', async () => {
  const upload = await seller.post(photos(), announced(small))
  assert.ok(upload.missing[0].url.startsWith(stack.storeGate.url), 'signed for the address that browsers use')
  await seller.sendMissing(upload, small)
  await seller.post(`/uploads/${upload.id}/completion`)
  assert.equal((await seller.checked(upload.id)).state, 'ready')
  await eventually('the lot shows it', async () => await shown() === 1)
  const { url, widths } = (await seller.get(`/lots/${lot.id}`)).photos[0]
  assert.equal((await fetch(`${stack.url}${url}/${widths[0]}.webp`)).status, 200)
  await tidy()
})

test('the store falls in the middle of an upload', async () => {
  const before = await shown()
  const upload = await seller.post(photos(), announced(large))
  assert.equal(upload.missing.length, 2)
  await seller.sendMissing({ ...upload, missing: [upload.missing[0]] }, large)
  stack.storeGate.close()
  await assert.rejects(seller.sendMissing({ ...upload, missing: [upload.missing[1]] }, large))
  for (const answer of [await seller.call('GET', `/uploads/${upload.id}`), await seller.call('POST', `/uploads/${upload.id}/completion`)]) {
    assert.equal(answer.status, 503, JSON.stringify(answer.body))
    assert.equal(answer.body.code, 'unavailable')
    assert.ok(answer.headers.get('retry-after'))
  }
  assert.equal((await seller.call('GET', `/lots/${lot.id}`)).status, 200, 'everything else works')
  assert.equal(await shown(), before)

  stack.storeGate.open()
  const rest = await seller.get(`/uploads/${upload.id}`)
  assert.deepEqual(rest.missing.map(each => each.from), [5 * 1024 * 1024], 'what had arrived is not sent again')
  await seller.sendMissing(rest, large)
  await seller.post(`/uploads/${upload.id}/completion`)
  assert.equal((await seller.checked(upload.id)).state, 'ready')
  await tidy()
})

test('the store falls in the middle of making variants', async () => {
  const before = await shown()
  const upload = await seller.post(photos(), announced(small))
  await seller.sendMissing(upload, small)
  const fallen = stack.storeGate.closeAt('.webp HTTP/1.1')
  await seller.post(`/uploads/${upload.id}/completion`)
  await fallen
  assert.equal(stack.pg.sql(`select state from media_files where id = ${upload.id}`), 'checking')
  await eventually('the job has failed', () => stack.pg.sql(`select last_error from jobs where kind = 'media.check' and state = 'waiting'`) !== '')
  assert.equal(await shown(), before)

  stack.storeGate.open()
  assert.equal((await seller.checked(upload.id)).state, 'ready')
  await eventually('the lot shows it', async () => await shown() === before + 1)
  await tidy()
})

test('a server that is killed while it makes variants leaves nothing half-done', async () => {
  const before = await shown()
  const upload = await seller.post(photos(), announced(small))
  await seller.sendMissing(upload, small)
  const fallen = stack.storeGate.closeAt('.webp HTTP/1.1')
  await seller.post(`/uploads/${upload.id}/completion`)
  await fallen
  await stack.servers[0].process.stop('SIGKILL')
  stack.storeGate.open()
  await stack.servers[0].up()
  // Its lease would end after minutes; nobody else holds the job.
  stack.pg.sql("update jobs set due_at = now() where kind = 'media.check' and state = 'running'")
  assert.equal((await seller.checked(upload.id)).state, 'ready')
  await eventually('the lot shows it', async () => await shown() === before + 1)
  await tidy()
})

test('the server says what is wrong with the store, and works without it', async () => {
  stack.storeGate.close()
  await stack.servers[0].process.stop()
  await stack.servers[0].up()
  await eventually('the fault is logged', () => /media\.store_fault.*(cannot be reached|the connection ended)/.test(stack.servers[0].process.output))
  assert.equal((await seller.call('GET', `/lots/${lot.id}`)).status, 200)
  const upload = await seller.call('POST', photos(), announced(small))
  assert.equal(upload.status, 503)
  stack.storeGate.open()
  assert.equal((await seller.call('POST', photos(), announced(small))).status, 201, 'no restart is needed')
})
