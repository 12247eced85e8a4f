// Backups and restores that are killed at random moments, and a Google that fails at every step: afterwards there is never a backup that is half
// there, and the next attempt succeeds. The seed is printed.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { Client } from '../harness/client.mjs'
import { png } from '../harness/pictures.mjs'
import { Process, eventually } from '../harness/process.mjs'
import { randomFrom } from '../chaos/random.mjs'
import { Site } from './site.mjs'

const seed = Number(process.env.GAVEL_TEST_SEED ?? Date.now() % 1_000_000)
const random = randomFrom(seed)
const kills = Number(process.env.GAVEL_TEST_KILLS ?? 6)

let site
before(async () => {
  console.log(`backup faults: seed ${seed}`)
  site = await Site.start('backup-faults', { demo: false })
  const { stack } = site
  const seller = await new Client(stack.url, stack.mailbox).register('Seller')
  const lot = await seller.post('/lots', { title: 'A coin', description: 'With photos.', category_id: await seller.leaf() })
  // More than Google takes in one request.
  await seller.upload(`/lots/${lot.id}/photos`, png(1600, 1200, { noise: true }))
  await eventually('the photo is ready', () => stack.pg.sql(`select count(*) from media_files where state = 'ready'`) === '1', 120_000)
})
after(() => site?.stop())

const both = { GAVEL_BACKUP_TARGETS: 'folder,google' }
const runs = () => site.stack.pg.sql(`select count(*) from backup_runs where kind = 'save' and failure is null`)

/** Kills it after a while; it may have been quicker. */
async function killed(name, words, more, within) {
  const victim = site.begin(name, words, more)
  await Promise.race([pause(random() * within), victim.ended])
  victim.kill('SIGKILL')
  await victim.ended
}

test('a killed backup is never half there, and the next one works', async () => {
  for (let i = 0; i < kills; ++i) {
    await killed('run', ['backup', 'run'], both, 2500)
    for (const place of ['folder', 'google']) {
      const listed = site.run('backup', 'list', { GAVEL_BACKUP_TARGETS: place })
      assert.equal(listed.code, 0, listed.text)
      assert.doesNotMatch(listed.text, /NOT TO BE TRUSTED/)
    }
  }
  const last = await eventually('the turn of the killed one is over', () => {
    const run = site.run('backup', 'run', both)
    if (/Another backup/.test(run.text)) return false
    return run
  }, 30_000)
  assert.equal(last.code, 0, last.text)
  const proven = site.run('backup', 'verify', '--key', site.key, both)
  assert.equal(proven.code, 0, proven.text)
})

test('a killed restore leaves an empty database or a whole one, and is repeated', async () => {
  for (let i = 0; i < kills; ++i) {
    const target = { ...both, ...site.empty(`killed_${i}`) }
    await killed('restore', ['restore', '--key', site.key], target, 1500)
    const again = await eventually('the killed one is gone', () => {
      const run = site.run('restore', '--key', site.key, target)
      // Killed after the database was there: then it is there whole.
      if (/not empty/.test(run.text)) return site.run('doctor', target)
      return run.code === 0 ? run : false
    }, 30_000)
    assert.equal(again.code, 0, again.text)
  }
})

test('a killed drill leaves a database behind that the next one removes', async () => {
  for (let i = 0; i < 3; ++i) await killed('verify', ['backup', 'verify', '--key', site.key], both, 1500)
  const proven = await eventually('the turn of the killed one is over', () => {
    const run = site.run('backup', 'verify', '--key', site.key, both)
    return /another drill/i.test(run.text) ? false : run
  }, 30_000)
  assert.equal(proven.code, 0, proven.text)
  assert.equal(site.stack.pg.sql(`select count(*) from pg_database where datname like 'gavel_drill%'`), '0')
})

test('a migration that runs keeps backups out, and a backup keeps out another', async () => {
  const { pg } = site.stack
  // The keys of platform/pg/migrator and of modules/backup.
  for (const [key, said] of [[0x676176656cn, /A migration is running/], [0x67617662n, /Another backup, drill or pruning is running/]]) {
    const holder = new Process('holder', 'psql', ['-X', '-q', '-A', '-t', pg.url(), '-c', `select pg_advisory_lock(${key}), 'held'`, '-c', 'select pg_sleep(600)'], { dir: site.dir })
    try {
      await eventually('it is held', () => holder.output.includes('held'))
      const refused = site.run('backup', 'run', both)
      assert.equal(refused.code, 1)
      assert.match(refused.text, said)
      const known = site.run('backup', 'list', both).text
      assert.equal(known.match(/^ {2}THE LAST ATTEMPT FAILED, .*$/gm).filter(line => said.test(line)).length, 2, known)
    } finally {
      pg.sql(`select pg_terminate_backend(pid) from pg_stat_activity where query like '%pg_sleep(600)%' and pid <> pg_backend_pid()`)
      await holder.ended
    }
  }
})

const google = { GAVEL_BACKUP_TARGETS: 'google' }
const interruptions = [
  ['start', 'error', { code: 503, times: 2 }],
  ['start', 'cut_after', {}],
  ['chunk', 'cut_before', {}],
  ['chunk', 'cut_mid', {}],
  ['chunk', 'cut_after', {}],
  ['chunk', 'error', { code: 500 }],
  ['chunk', 'error', { code: 403, reason: 'userRateLimitExceeded' }],
  ['chunk', 'unauthorized', {}],
  ['chunk', 'partial', { bytes: 262144 }],
  ['chunk', 'moved', {}],
  ['chunk', 'gone', {}],
  ['small', 'cut_after', {}],
  ['small', 'error', { code: 503 }],
  ['list', 'error', { code: 429 }],
  ['change', 'cut_after', {}],
]
for (const [call, what, more] of interruptions) {
  test(`Google, ${call}: ${what} ${more.code ?? ''}, and the backup is whole all the same`, async () => {
    await site.google.reset()
    site.stack.pg.sql('truncate backup_packs cascade')  // so that the photo is sent again
    await site.google.breakCall(call, what, more)
    const run = site.run('backup', 'run', google)
    assert.equal(run.code, 0, run.text)
    const proven = site.run('backup', 'verify', '--key', site.key, google)
    assert.equal(proven.code, 0, proven.text)
  })
}

test('a full Google is said, is written down, and does not stop the other place', async () => {
  await site.google.reset()
  site.stack.pg.sql('truncate backup_packs cascade')
  await site.google.limits({ storage_bytes: 1_000_000 })
  const before = runs()
  const run = site.run('backup', 'run', both)
  assert.equal(run.code, 1)
  assert.match(run.text, /is not in the folder gavel-backups in Google Drive: .*(full|storage)/i)
  const known = site.run('backup', 'list', both).text
  assert.match(known, /folder \/[^]*last saved: 2[^]*Google Drive[^]*last saved: [^]*THE LAST ATTEMPT FAILED, .*(full|storage)/i)
  assert.equal(Number(runs()), Number(before) + 1)
  assert.deepEqual(site.ids(google), [])
  await site.google.limits({})
  assert.equal(site.run('backup', 'run', both).code, 0)
  assert.equal(site.run('backup', 'verify', '--key', site.key, both).code, 0)
})

test('a sign-in that was revoked is said with what to do', async () => {
  await site.google.revoke()
  const run = site.run('backup', 'run', google)
  assert.equal(run.code, 1)
  assert.match(run.text, /gavel backup auth google/)
})
