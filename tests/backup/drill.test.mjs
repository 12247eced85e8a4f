// Everything is lost but one place with backups and the recovery key: demo data with photos, orders and a running auction come back.
import assert from 'node:assert/strict'
import { readFileSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { Client } from '../harness/client.mjs'
import { S3 } from '../harness/s3.mjs'
import { Gavel } from '../harness/stack.mjs'
import { Site, filesBelow } from './site.mjs'

let site, bucket
before(async () => {
  site = await Site.start('drill')
  bucket = await S3.start(site.dir)
  assert.equal(site.run('media', 'setup', bucket.env()).code, 0)
})
after(async () => { await bucket?.stop(); await site?.stop() })

const s3 = () => ({ GAVEL_BACKUP_S3_ENDPOINT: bucket.endpoint, ...Object.fromEntries(Object.entries(bucket.keys).map(([name, value]) => [name.replace('GAVEL_S3', 'GAVEL_BACKUP_S3'), value])) })
const everywhere = () => ({ GAVEL_BACKUP_TARGETS: 'folder,s3,google', ...s3() })
const lost = name => ({ ...everywhere(), ...site.empty(name) })

test('a backup is taken while people bid, and lies in every place', async () => {
  const run = site.run('backup', 'run', everywhere())
  assert.equal(run.code, 0, run.text)
  for (const place of ['folder', 's3', 'google']) assert.equal(site.ids({ ...everywhere(), GAVEL_BACKUP_TARGETS: place }).length, 1, place)
  assert.equal(site.stack.pg.sql(`select string_agg(target, ' ' order by target) from backup_runs where kind = 'save' and failure is null`), 'folder google s3')
})

for (const place of ['folder', 's3', 'google']) {
  test(`restored from ${place}: the doctor is content, photos are shown, and somebody bids on a lot that was running`, async () => {
    const target = lost(`from_${place}`)
    const restored = site.run('restore', '--key', site.key, '--from', place, target)
    assert.equal(restored.code, 0, restored.text)
    assert.match(restored.text, /Everything agrees/)

    assert.match(restored.text, /Letters are paused/)
    assert.equal(site.run('mail', 'resume', target).code, 0)
    const server = await Gavel.start(site.stack, `again-${place}`, target)
    try {
      const lots = await new Client(server.url, site.stack.mailbox).get('/lots?limit=50')
      const shown = lots.items.find(lot => lot.photo)
      assert(shown, 'a lot with a photo')
      // The auction that ran when everything was lost goes on.
      const running = lots.items.filter(lot => lot.state === 'running').sort((a, b) => b.ends_at.localeCompare(a.ends_at))[0]
      const bidder = await new Client(server.url, site.stack.mailbox).register('Survivor')
      const { standing } = await bidder.get(`/lots/${running.id}`)
      const bid = await bidder.call('POST', `/lots/${running.id}/bids`, { max: standing.min_next }, { headers: { 'idempotency-key': crypto.randomUUID() } })
      assert.equal(bid.status, 201, JSON.stringify(bid.body))
    } finally {
      await server.stop()
    }
  })
}

test('every object is what it was, byte for byte', () => {
  // What came since the backup is in the store only.
  const store = filesBelow(join(site.dir, 'media'))
  const back = [...filesBelow(join(site.dir, 'media-from_google'))].filter(([key]) => /^(media|originals)\//.test(key))
  assert.equal(back.length, Number(site.stack.pg.sql('select count(*) from backup_packed')))
  for (const [key, content] of back) assert(store.get(key)?.equals(content), key)
})

test('restored into a bucket: the doctor finds every photo there', () => {
  const restored = site.run('restore', '--key', site.key, { ...lost('into_a_bucket'), ...bucket.env() })
  assert.equal(restored.code, 0, restored.text)
})

test('a database that has content is left alone', () => {
  const refused = site.run('restore', '--key', site.key, everywhere())
  assert.equal(refused.code, 1)
  assert.match(refused.text, /not empty/)
})

test('a second backup sends no photo again, and old ones go when they are outdated', () => {
  const before = Number(site.stack.pg.sql('select count(*) from backup_packed'))
  assert.equal(site.run('backup', 'run', everywhere()).code, 0)
  assert.equal(site.stack.pg.sql('select count(*) - count(distinct key) from backup_packed'), '0')
  assert(Number(site.stack.pg.sql('select count(*) from backup_packed')) >= before)
  assert.equal(site.ids(everywhere()).length, 3, 'two of one day: the older went from each place')
})

test('the drill proves the newest, writes it down and leaves nothing behind', () => {
  const proven = site.run('backup', 'verify', '--key', site.key, everywhere())
  assert.equal(proven.code, 0, proven.text)
  assert.equal(site.stack.pg.sql(`select string_agg(target, ' ' order by target) from backup_runs where kind = 'verify' and failure is null`), 'folder google s3')
  assert.equal(site.stack.pg.sql(`select count(*) from pg_database where datname like 'gavel_drill%'`), '0')
})

/** Does something to one file of the newest backup in the folder, tries to restore it, and puts it right again. */
function broken(file, mischief, expected) {
  const path = join(site.folder, file())
  const content = readFileSync(path)
  mischief(path, content)
  try {
    const target = lost(`broken_${Math.floor(Math.random() * 1e9)}`)
    const refused = site.run('restore', '--key', site.key, '--from', 'folder', target)
    assert.equal(refused.code, 1, refused.text)
    assert.match(refused.text, expected)
    assert.equal(site.stack.pg.sql(`select count(*) from pg_class where relnamespace = 'public'::regnamespace`, target.name), '0', 'nothing is half there')
    const proven = site.run('backup', 'verify', '--key', site.key, '--from', 'folder', everywhere())
    assert.equal(proven.code, 1)
    assert.match(proven.text, /NOT PROVEN/)
  } finally {
    writeFileSync(path, content)
  }
}
const newest = () => `b/${readdirSync(join(site.folder, 'b')).sort().at(-1)}`
const flip = (path, content) => { const copy = Buffer.from(content); copy[Math.floor(copy.length / 2)] ^= 1; writeFileSync(path, copy) }

test('a changed part is named', () => broken(() => `${newest()}/database.00001`, flip, /database\.00001 is not what was written/))
test('a part that was cut is named', () => broken(() => `${newest()}/database.00001`, path => truncateSync(path, 1000), /database\.00001 was cut/))
test('a part that is missing is named', () => broken(() => `${newest()}/media.00001`, path => rmSync(path), /media\.00001 is missing/))
test('a changed pack is named', () => broken(() => `m/${readdirSync(join(site.folder, 'm'))[0]}`, flip, /m\/[0-9a-f]{32} is not what was written/))
test('a changed manifest is not believed', () => broken(() => `${newest()}/manifest`, flip, /manifest is damaged: it was not signed by a key that is trusted/))

test('another key opens nothing', () => {
  const keys = join(site.dir, 'other-keys')
  site.run('backup', 'keygen', keys)
  const refused = site.run('restore', '--key', join(keys, 'gavel-recovery.key'), lost('stranger'))
  assert.equal(refused.code, 1)
  assert.match(refused.text, /not signed by a key that is trusted/)
})

test('accounts and orders are there', () => {
  assert(Number(site.stack.pg.sql('select count(*) from accounts', 'from_folder')) > 3)
  assert(Number(site.stack.pg.sql('select count(*) from orders', 'from_folder')) > 0)
})
