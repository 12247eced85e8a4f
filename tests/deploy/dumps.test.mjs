// The nightly dump and the monthly drill of deploy/kustomize/components/backup, as they are, on a real PostgreSQL with a real schema.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { appendFileSync, chownSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { Process, eventually } from '../harness/process.mjs'
import { removeScratch, root, scratch } from '../harness/servers.mjs'
import { startStack } from '../harness/stack.mjs'

const scripts = join(root, 'deploy/kustomize/components/backup')
const dir = scratch('dumps')
const asRoot = process.getuid() === 0

describe('dumps', () => {
  let stack, env
  before(async () => {
    stack = await startStack('dumps-stack', { redis: false })
    const section = name => `[${name}]\nhost=127.0.0.1\nport=${stack.pg.port}\ndbname=gavel\nuser=postgres\n`
    for (const each of ['folder', 'tmp']) mkdirSync(join(dir, each))
    writeFileSync(join(dir, 'service'), section('dump') + section('primary'))
    if (asRoot) {
      // PostgreSQL does not run as root, nor does the pod.
      const uid = Number(execFileSync('id', ['-u', 'postgres']))
      for (const each of ['.', 'folder', 'tmp']) chownSync(join(dir, each), uid, uid)
    }
    env = { PATH: `${stack.pg.bin}:${process.env.PATH}`, HOME: dir, TMPDIR: join(dir, 'tmp'), PGSERVICEFILE: join(dir, 'service'), BACKUP_FOLDER: join(dir, 'folder'), BACKUP_KEEP: '2' }
  })
  after(async () => {
    await stack?.stop()
    removeScratch(dir)
  })

  const words = name => [...(asRoot ? ['setpriv', '--reuid=postgres', '--regid=postgres', '--clear-groups'] : []), 'bash', '-c', readFileSync(join(scripts, `${name}.sh`), 'utf8')]
  const run = (name) => { const [program, ...args] = words(name); return spawnSync(program, args, { encoding: 'utf8', env, cwd: dir }) }
  const dumps = () => readdirSync(join(dir, 'folder')).filter(each => each.endsWith('.dump')).sort()

  test('a drill without a dump fails', () => assert.match(run('drill').stderr, /there is no dump/))

  test('a dump is made and restored', () => {
    const made = run('backup')
    assert.equal(made.status, 0, made.stderr)
    assert.match(made.stdout, /\.dump: \d+ bytes/)
    const drilled = run('drill')
    assert.equal(drilled.status, 0, drilled.stderr)
    const migrations = stack.pg.sql('select count(*) from schema_migrations')
    assert.match(drilled.stdout, new RegExp(`restored; ${migrations} migrations, \\d+ accounts`))
    assert.deepEqual(readdirSync(join(dir, 'tmp')), [], 'nothing is left of the drill')
  })

  test('a dump that was damaged is found', () => {
    const [newest] = dumps().slice(-1)
    appendFileSync(join(dir, 'folder', newest), 'x')
    assert.notEqual(run('drill').status, 0)
  })

  test('only the newest are kept', () => {
    writeFileSync(join(dir, 'folder/2020-01-01T000000Z.dump'), '')
    writeFileSync(join(dir, 'folder/2020-01-01T000000Z.sha256'), '')
    const made = run('backup')
    assert.equal(made.status, 0, made.stderr)
    assert.equal(dumps().length, 2)
    assert.ok(!readdirSync(join(dir, 'folder')).some(each => each.startsWith('2020')))
  })

  test('it waits while a migration runs', async () => {
    const key = /migration_lock_key = (0x[0-9a-f]+)/.exec(readFileSync(join(root, 'src/platform/pg/migrator/migrator.hpp'), 'utf8'))[1]
    const held = new Process('migration', 'psql', ['-X', '-d', stack.pg.url(), '-c', `select pg_advisory_lock(${BigInt(key)})`, '-c', 'select pg_sleep(600)'], { dir })
    const locks = which => stack.pg.sql(`select count(*) from pg_locks where locktype = 'advisory' and objid = (${BigInt(key)} & 4294967295)::oid and ${which}`)
    await eventually('the migration has its lock', () => locks('granted') === '1')
    const [program, ...args] = words('backup')
    const waits = new Process('backup', program, args, { dir, env })
    await eventually('the dump waits', () => locks('not granted') === '1')
    const before = dumps().length
    await held.stop('SIGKILL')
    stack.pg.sql('select pg_terminate_backend(pid) from pg_stat_activity where query like \'%pg_sleep(600)%\' and pid <> pg_backend_pid()')
    await eventually('the dump is made', () => /bytes/.test(waits.output), 30_000)
    await waits.ended
    assert.ok(dumps().length >= before)
  })
})
