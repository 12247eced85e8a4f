// The database is read from a streaming standby (backup.database_url) while locks and records are at the primary: the copy is as new as the
// primary was, and a server that cannot give such a copy is refused.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { Client } from '../harness/client.mjs'
import { Process, eventually } from '../harness/process.mjs'
import { Postgres } from '../harness/servers.mjs'
import { Site } from './site.mjs'

let site, pg, standby, stranger
before(async () => {
  site = await Site.start('standby', { demo: false })
  pg = site.stack.pg
  // What the setting asks for, and no more.
  pg.sql('create role reader login; grant pg_read_all_data to reader; create table held ()')
  standby = await Postgres.standbyOf(pg, site.dir, { settings: ['max_standby_streaming_delay=0'] })
})
after(async () => {
  for (const each of [stranger, standby, site]) await each?.stop()
})

const reading = (server = standby, database = 'gavel') => ({ GAVEL_BACKUP_DATABASE_URL: server.url(database, 'reader') })
const register = name => new Client(site.stack.url, site.stack.mailbox).register(name)
const saves = () => Number(pg.sql(`select count(*) from backup_runs where kind = 'save' and failure is null`))

/** A transaction of the primary that locks a table for as long as the test likes; the standby holds the lock too. */
async function lock(table) {
  const holder = new Process(`lock-${table}`, 'psql', ['-X', '-q', '-A', '-t', pg.url(), '-c', `begin`, '-c', `lock table ${table} in access exclusive mode`,
    '-c', `select 'held'`, '-c', 'select pg_sleep(600)'], { dir: site.dir })
  await eventually('it is held', () => holder.output.includes('held'))
  pg.sql('select pg_switch_wal()', 'postgres')  // nothing else hurries the lock to the standby
  return { free: async () => { holder.kill(); await holder.ended; await eventually('it is free', () => {
    pg.sql(`select pg_terminate_backend(pid) from pg_stat_activity where query like '%pg_sleep(600)%' and pid <> pg_backend_pid()`)
    return pg.sql(`select count(*) from pg_locks where mode = 'AccessExclusiveLock' and granted and relation = '${table}'::regclass`) === '0'
  }) } }
}

test('a standby that lags behind is waited for, and the copy has what the primary had', async () => {
  standby.sql('select pg_wal_replay_pause()')
  await register('Newest')
  const accounts = pg.sql('select count(*) from accounts')
  const run = site.begin('run', ['backup', 'run'], reading())
  await eventually('it waits for the standby', () => standby.sql(`select count(*) from pg_stat_activity where usename = 'reader' and query like '%pg_last_wal_replay_lsn%'`) !== '0')
  assert.equal(saves(), 0)
  standby.sql('select pg_wal_replay_resume()')
  assert.equal((await run.ended).code, 0, run.output)
  assert.equal(saves(), 1)

  const proven = site.run('backup', 'verify', '--key', site.key, reading())
  assert.equal(proven.code, 0, proven.text)
  const again = site.empty('again')
  const restored = site.run('restore', '--key', site.key, again)
  assert.equal(restored.code, 0, restored.text)
  assert.equal(pg.sql('select count(*) from accounts', again.name), accounts)
})

test('one that does not catch up is named, with how far it is behind', async () => {
  standby.sql('select pg_wal_replay_pause()')
  try {
    await register('Later')
    const refused = site.run('backup', 'run', { ...reading(), GAVEL_BACKUP_STANDBY_WAIT_S: '1' })
    assert.equal(refused.code, 1)
    assert.match(refused.text, /MB of log behind the primary, because its replay is paused/)
  } finally {
    standby.sql('select pg_wal_replay_resume()')
  }
  assert.equal(site.run('backup', 'run', reading()).code, 0)
})

test('a backup that is cancelled by what the standby replays says what to set, and the next one works', async () => {
  const before = saves(), ids = site.ids()
  const waits = await lock('held')  // so that pg_dump stands still while it holds the other tables
  let conflict
  try {
    const run = site.begin('cancelled', ['backup', 'run'], reading())
    await eventually('pg_dump waits', () => standby.sql(`select count(*) from pg_locks where not granted and relation = 'held'::regclass`) !== '0')
    conflict = await lock('accounts')
    assert.equal((await run.ended).code, 1)
    assert.match(run.output, /Set hot_standby_feedback = on there and max_standby_streaming_delay longer than a backup takes/)
  } finally {
    await waits.free()
    await conflict?.free()
  }
  assert.match(pg.sql(`select failure from backup_runs order by id desc limit 1`), /The standby of backup.database_url ended the backup/)
  assert.deepEqual(site.ids(), ids)
  assert.equal(site.run('backup', 'run', { ...reading(), GAVEL_BACKUP_PRUNE: 'false' }).code, 0)
  assert.equal(saves(), before + 1)
  assert.equal(site.run('backup', 'verify', '--key', site.key, reading()).code, 0)
})

test('a migration at the primary keeps a backup from the standby out', async () => {
  const holder = new Process('migration', 'psql', ['-X', '-q', '-A', '-t', pg.url(), '-c', `select pg_advisory_lock(${0x676176656cn}), 'held'`, '-c', 'select pg_sleep(600)'], { dir: site.dir })
  try {
    await eventually('it is held', () => holder.output.includes('held'))
    const refused = site.run('backup', 'run', reading())
    assert.equal(refused.code, 1)
    assert.match(refused.text, /A migration is running/)
  } finally {
    pg.sql(`select pg_terminate_backend(pid) from pg_stat_activity where query like '%pg_sleep(600)%' and pid <> pg_backend_pid()`)
    await holder.ended
  }
})

test('the primary may be named too; copies of the whole cluster never come from the standby', () => {
  assert.equal(site.run('backup', 'run', reading(pg)).code, 0)
  assert.match(site.run('backup', 'base', reading()).text, /archive_mode is off/)
})

test('a server that is not a replica of the same database is refused, and it is said what is accepted', async () => {
  stranger = await Postgres.start(site.dir, { name: 'stranger' })
  for (const each of ['create role reader login', 'create database gavel']) stranger.sql(each, 'postgres')
  const before = saves(), accepted = /takes the primary itself or a streaming standby of it, with the same database; empty: the primary/
  const refusals = () => [[reading(stranger), /leads to another cluster: its system identifier is \d+/], [reading(standby, 'postgres'), /names the database postgres, not gavel/]]
  for (const [settings, said] of refusals()) {
    const refused = site.run('backup', 'run', settings)
    assert.equal(refused.code, 1)
    assert.match(refused.text, said)
    assert.match(refused.text, accepted)
  }
  standby.sql('select pg_promote()', 'postgres')
  const promoted = site.run('backup', 'run', reading())
  assert.equal(promoted.code, 1)
  assert.match(promoted.text, /was a standby and is none now/)
  assert.equal(saves(), before)
})
