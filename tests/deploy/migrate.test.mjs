// gavel migrate as a delivery meets it: killed half-way, two at once, held up by a dump, with servers still there, and an old release put back.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { after, before, test } from 'node:test'
import { Process, eventually } from '../harness/process.mjs'
import { Postgres, removeScratch, scratch } from '../harness/servers.mjs'
import { Gavel, gavelBinary } from '../harness/stack.mjs'

let dir, pg
before(async () => {
  dir = scratch('migrate')
  pg = await Postgres.start(dir)
  pg.sql('create role gavel_app login', 'postgres')
})
after(async () => {
  await pg?.stop()
  removeScratch(dir)
})

let databases = 0
const fresh = () => {
  const name = `m${++databases}`
  pg.sql(`create database ${name}`, 'postgres')
  return name
}
const begin = (database, env = {}) => new Process('migrate', gavelBinary, ['migrate'], { dir, env: { GAVEL_PG_URL: pg.url(database), ...env } })
const run = async (database, env) => {
  const program = begin(database, env)
  return { code: (await program.ended).code, said: program.output }
}
const versions = database => Number(pg.sql('select count(*) from schema_migrations', database))

/** A session that stays until end(). */
function session(database, sql, user = 'postgres') {
  const psql = spawn('psql', ['-X', '-q', pg.url(database, user)], { stdio: ['pipe', 'ignore', 'inherit'] })
  psql.stdin.write(sql + '\n')
  return { end: async () => { psql.stdin.end(); await once(psql, 'close') } }
}

test('two at once do the work once', async () => {
  const database = fresh()
  const codes = (await Promise.all([run(database), run(database)])).map(each => each.code)
  assert.deepEqual(codes.sort(), [0, 10])
})

test('killed half-way: its locks are free within seconds, and the next run finishes', async () => {
  const database = fresh()
  // Migration 0011 waits here until the test has killed who makes it.
  pg.sql(`create schema trap; create function trap.wait() returns event_trigger language plpgsql as $$
    begin if current_query() like '%create table media_files%' then perform pg_advisory_lock_shared(42); end if; end $$;
    create event trigger trap on ddl_command_start execute function trap.wait()`, database)
  const holder = session(database, 'select pg_advisory_lock(42);')
  const held = "select count(*) from pg_locks where locktype = 'advisory' and objid = 42"
  await eventually('the trap is set', () => pg.sql(`${held} and granted`, database) === '1')
  const first = begin(database)
  await eventually('it is half-way', () => pg.sql(`${held} and not granted`, database) === '1')
  first.kill('SIGKILL')
  await first.ended
  await eventually('PostgreSQL has noticed', () => pg.sql(`${held} and not granted`, database) === '0')
  await holder.end()
  assert.equal(versions(database), 10)
  const second = await run(database)
  assert.equal(second.code, 0, second.said)
  assert.match(second.said, /Applied 0011/)
  assert.doesNotMatch(second.said, /Applied 0010/)
})

test('a dump that holds its tables stops it within the lock timeout, a backup that holds its lock refuses it', async () => {
  const database = fresh()
  // A schema that ends at 0010: the next one is kept from being made.
  pg.sql(`create schema trap; create function trap.refuse() returns event_trigger language plpgsql as $$
    begin if current_query() like '%create table media_files%' then raise exception 'not now'; end if; end $$;
    create event trigger trap on ddl_command_start execute function trap.refuse()`, database)
  assert.equal((await run(database)).code, 11)
  pg.sql('drop event trigger trap', database)
  const backup = session(database, `select pg_advisory_lock_shared(${0x676176656c});`)
  await eventually('the backup holds the lock', () => pg.sql("select count(*) from pg_locks where locktype = 'advisory' and granted", database) === '1')
  const refused = await run(database, { GAVEL_MIGRATE_TURN_WAIT_S: '1' })
  assert.equal(refused.code, 12, refused.said)
  assert.match(refused.said, /backup/)
  await backup.end()
  const dump = session(database, 'begin; lock table accounts, notifications in access share mode;') // as pg_dump does with all tables
  await eventually('the dump reads', () => pg.sql("select count(*) from pg_locks where relation = 'accounts'::regclass", database) !== '0')
  const stopped = await run(database)
  assert.equal(stopped.code, 11, stopped.said)
  assert.match(stopped.said, /Stopped at 0015 .*lock timeout/)
  await dump.end()
  const done = await run(database)
  assert.equal(done.code, 0, done.said)
  assert.match(done.said, /Applied 0015/)
})

test('while a session of the servers is open it does not start', async () => {
  const database = fresh()
  const server = session(database, 'select 1;', 'gavel_app')
  await eventually('it is connected', () => pg.sql(`select count(*) from pg_stat_activity where usename = 'gavel_app' and datname = '${database}'`, 'postgres') === '1')
  const refused = await run(database)
  assert.equal(refused.code, 12, refused.said)
  assert.match(refused.said, /gavel_app/)
  await server.end()
  assert.equal((await run(database)).code, 0)
})

test('an old release is ready on a newer schema that lets it run, and only then', async (t) => {
  const database = fresh()
  assert.equal((await run(database)).code, 0)
  const newer = versions(database) + 1
  const later = runs => pg.sql(`insert into schema_migrations (version, name, checksum, release, schema_after, older_release_runs)
    select ${newer}, 'later', 'x', '9.9', schema_after, ${runs} from schema_migrations where version = ${newer - 1}`, database)
  later(true)
  const again = await run(database)
  assert.equal(again.code, 10, again.said)
  const stack = { dir, pg: { url: () => pg.url(database) } }
  const server = await Gavel.start(stack, 'old')
  t.after(() => server.stop())
  pg.sql(`update schema_migrations set older_release_runs = false where version = ${newer}`, database)
  const readyz = await eventually('it is not ready any more', async () => {
    const answer = await fetch(`http://127.0.0.1:${server.opsPort}/readyz`)
    return answer.status === 503 && answer
  })
  assert.match(await readyz.text(), /older releases do not run on it/)
  assert.equal((await run(database)).code, 12)
})
