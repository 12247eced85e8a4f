// Step 4 with the real `gavel migrate` on a real PostgreSQL, whose exit code the cluster passes on: what a delivery makes of each.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { after, before, describe, test } from 'node:test'
import { Postgres, removeScratch, scratch } from '../harness/servers.mjs'
import { gavelBinary } from '../harness/stack.mjs'
import { delivery, kubectlIsThere } from './delivery.mjs'
import { images } from './cluster.mjs'

const missing = !kubectlIsThere ? 'kubectl is not installed' : existsSync(gavelBinary) ? '' : 'the release build is missing'
if (missing) console.log(`# skipped: ${missing}`)

describe('a delivery and what its migration says', { skip: missing || false }, () => {
  let dir, pg
  before(async () => {
    dir = scratch('deliver-migrate')
    pg = await Postgres.start(dir)
  })
  after(async () => {
    await pg?.stop()
    removeScratch(dir)
  })

  let databases = 0
  /** A cluster whose Jobs migrate a database of this test; `settings` of the program can be changed on the way. */
  async function withDatabase(work) {
    const database = `d${++databases}`
    pg.sql(`create database ${database}`, 'postgres')
    const settings = {}
    const migrate = () => {
      const run = spawnSync(gavelBinary, ['migrate'], { encoding: 'utf8', env: { ...process.env, GAVEL_PG_URL: pg.url(database), ...settings } })
      return { code: run.status, said: run.stdout + run.stderr }
    }
    // The API stands still while a Job runs.
    const d = await delivery({ behaviour: { migrate }, env: { DELIVER_CALL_S: '20' } })
    try { await work({ d, settings, migrate, sql: text => pg.sql(text, database) }) } finally { await d.stop() }
  }
  const live = (d, image) => assert.deepEqual([d.cluster.mode, d.cluster.parked, d.cluster.image], ['live', false, images[image]])

  test('0: the schema is made. Again: 10, nothing to do', () => withDatabase(async ({ d, sql }) => {
    const first = await d.deliver()
    assert.equal(first.code, 0, first.output)
    assert.match(first.output, /step 4\/6 migrate {2}schema: before → done \(exit 0\)/)
    assert.ok(Number(sql('select count(*) from schema_migrations')) > 15)
    d.env = { DELIVER_RUN: '78' }
    const again = await d.deliver()
    assert.equal(again.code, 0, again.output)
    assert.match(again.output, /schema: before → unchanged \(exit 10\)/)
    live(d, 'wanted')
  }))

  test('12: refused, since the schema was changed by hand; the former release is live, and says why', () => withDatabase(async ({ d, migrate, sql }) => {
    assert.equal(migrate().code, 0)
    sql('alter table categories add column by_hand text')
    const refused = await d.deliver()
    assert.equal(refused.code, 1, refused.output)
    assert.match(refused.output, /The schema was changed by hand since the last migration/)
    assert.match(refused.output, /schema: before → refused \(exit 12\)/)
    assert.match(refused.output, /The delivery failed\. The former release \(v1\.3\.0\) is live again\.\nWhy: the migration was not allowed to start \(exit 12\)/)
    assert.deepEqual([d.cluster.state.migration, d.cluster.state.outcome], ['refused', 'aborted'])
    live(d, 'old')
    sql('alter table categories drop column by_hand')
    d.env = { DELIVER_RUN: '78' }
    const next = await d.deliver()
    assert.equal(next.code, 0, next.output)
    live(d, 'wanted')
  }))

  test('11: stopped half-way; the page stays until it is mended, then the delivery goes on', () => withDatabase(async ({ d, settings, migrate, sql }) => {
    assert.equal(migrate().code, 0)
    // The last migration is due again and finds its tables there already.
    sql('create table kept as select * from schema_migrations order by version desc limit 1; delete from schema_migrations where version = (select version from kept)')
    settings.GAVEL_MIGRATE_ACCEPT_SCHEMA = 'true'
    const version = sql('select version from kept')
    const stopped = await d.deliver()
    assert.equal(stopped.code, 3, stopped.output)
    assert.match(stopped.output, new RegExp(`Stopped at 0*${version} `))
    assert.match(stopped.output, /schema: before → stopped \(exit 11\)/)
    assert.match(stopped.output, /Visitors see the maintenance page\.\nWhy: a migration stopped half-way \(exit 11\)/)
    assert.deepEqual([d.cluster.mode, d.cluster.parked, d.cluster.state.migration], ['maintenance', true, 'stopped'])
    sql('insert into schema_migrations select * from kept; drop table kept')
    const next = await d.run('resume')
    assert.equal(next.code, 0, next.output)
    live(d, 'wanted')
  }))
})
