// Step 4 on one machine with the real `gavel migrate` on a real PostgreSQL, through both drivers: what a delivery makes of its exit codes, and how
// one goes on from there. The same in a cluster: deliver_migrate.test.mjs.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { Postgres, removeScratch, scratch } from '../harness/servers.mjs'
import { gavelBinary } from '../harness/stack.mjs'
import { image, startCompose } from './compose.mjs'
import { RELEASES, machineIsPossible, startMachine } from './machine.mjs'

/** Each is a machine that runs `former`, with {machine: {mode, release, recorded}, sql, deliver(words, {accept, seen}), next, stop}; `first` makes its schema. */
const drivers = {
  async compose() {
    // First PostgreSQL: until it is there this process stands still, and HAProxy would miss the servers that are part of it.
    const dir = scratch('compose-database')
    const pg = await Postgres.start(dir)
    pg.sql('create database gavel', 'postgres')
    const compose = await startCompose('compose-migrate')
    const migrate = accept => `GAVEL_PG_URL=${pg.url()} ${accept ? 'GAVEL_MIGRATE_ACCEPT_SCHEMA=true' : ''} exec ${gavelBinary} migrate`
    return {
      machine: compose, former: '1.0.0', next: ['1.1.0', '--image', image('b')], sql: text => pg.sql(text),
      deliver: (words, { accept, seen } = {}) => compose.deliver(words, { migrate: migrate(accept), seen }),
      async first() {
        const end = await this.deliver(['deliver', '1.0.0', '--image', image('a'), '--anyway'])
        assert.equal(end.code, 0, end.output)
        assert.match(end.output, /schema: before → done \(exit 0\)/)
      },
      async stop() {
        await compose.stop()
        await pg.stop()
        removeScratch(dir)
      },
    }
  },
  async systemd() {
    const machine = await startMachine('systemd-migrate')
    return {
      machine, former: RELEASES[0], next: [RELEASES[1]], sql: text => machine.stack.pg.sql(text),
      deliver(words, { accept, seen } = {}) {
        if (accept) machine.migrateSettings.GAVEL_MIGRATE_ACCEPT_SCHEMA = 'true'
        else delete machine.migrateSettings.GAVEL_MIGRATE_ACCEPT_SCHEMA
        return machine.deliver(words, { seen, env: { DELIVER_PROBES: '3' } })
      },
      stop: () => machine.stop(),
    }
  },
}

for (const [driver, start] of Object.entries(drivers)) describe(driver, { skip: machineIsPossible ? false : 'haproxy, socat, jq or the release build is missing' }, () => {
  let on
  before(async () => {
    on = await start()
    await on.first?.()
  })
  after(() => on?.stop())

  function is({ mode, release, ...recorded }, { output }) {
    assert.deepEqual([on.machine.mode, on.machine.release], [`mode ${mode}`, release], output)
    for (const [key, value] of Object.entries(recorded)) assert.equal(on.machine.recorded[key], value, `${key}\n${output}`)
  }
  const begin = how => on.deliver(['deliver', ...on.next, '--anyway'], how)

  test('12: refused, since the schema was changed by hand; the former release is live, and the migration has said why', async () => {
    on.sql('alter table categories add column by_hand text')
    const refused = await begin()
    assert.equal(refused.code, 1, refused.output)
    assert.match(refused.output, /The schema was changed by hand since the last migration/)
    assert.match(refused.output, /schema: before → refused \(exit 12\)/)
    is({ mode: 'live', release: on.former, outcome: 'aborted', migration: 'refused' }, refused)
    on.sql('alter table categories drop column by_hand')
  })

  /** A delivery whose last migration finds its tables there already; `mend()` takes that back. */
  async function stopsHalfWay() {
    // Only once nothing runs, or the servers would notice that their schema is gone.
    let version
    const stopped = await begin({ accept: true, seen: (line) => {
      if (version || !/step 2\/6 .*stopped$/.test(line)) return
      on.sql('create table kept as select * from schema_migrations order by version desc limit 1; delete from schema_migrations where version = (select version from kept)')
      version = on.sql('select version from kept')
    } })
    assert.equal(stopped.code, 3, stopped.output)
    assert.match(stopped.output, new RegExp(`Stopped at 0*${version} `))
    assert.match(stopped.output, /schema: before → stopped \(exit 11\)/)
    assert.match(stopped.output, /Visitors see the maintenance page\.\nWhy: a migration stopped half-way \(exit 11\)/)
    is({ mode: 'maintenance', release: on.next[0], outcome: 'failed', migration: 'stopped', resume_from: '3' }, stopped)
    return () => on.sql('insert into schema_migrations select * from kept; drop table kept')
  }

  test('11: stopped half-way; the former release may not simply come back; mended, it does, if it runs on the new schema', async () => {
    const mend = await stopsHalfWay()
    const refused = await on.deliver(['abort'])
    assert.equal(refused.code, 4, refused.output)
    assert.match(refused.output, /the schema may have changed \(migration: stopped\)/)
    is({ mode: 'maintenance', release: on.next[0], outcome: 'failed' }, refused)
    mend()
    const aborted = await on.deliver(['abort', '--compatible'])
    assert.equal(aborted.code, 0, aborted.output)
    is({ mode: 'live', release: on.former, outcome: 'aborted' }, aborted)
  })

  test('11, and then 10: stopped half-way; mended and resumed, the new release is live', async () => {
    const mend = await stopsHalfWay()
    const again = await on.deliver(['resume'], { accept: true })
    assert.equal(again.code, 3, again.output)
    is({ mode: 'maintenance', release: on.next[0], outcome: 'failed', migration: 'stopped', attempt: '2' }, again)
    mend()
    const resumed = await on.deliver(['resume'])
    assert.equal(resumed.code, 0, resumed.output)
    assert.match(resumed.output, /schema: before → unchanged \(exit 10\)/)
    is({ mode: 'live', release: on.next[0], outcome: 'done', migration: 'unchanged', attempt: '3' }, resumed)
  })
})
