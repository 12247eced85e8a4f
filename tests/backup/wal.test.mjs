// A whole cluster that was lost comes back as it was at a moment: base backup, write-ahead log, PostgreSQL's own recovery. The same from
// each kind of place: a folder, a real S3 server, the simulated Google.
import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { appendFileSync, chmodSync, cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { Google } from '../harness/google.mjs'
import { Process, eventually, freePort } from '../harness/process.mjs'
import { S3 } from '../harness/s3.mjs'
import { Postgres, removeScratch, scratch } from '../harness/servers.mjs'
import { gavelBinary, simBinary } from '../harness/stack.mjs'

const isRoot = process.getuid() === 0
let dir, pg, config, key, place, program, atWork

/** As PostgreSQL's user, whose commands these are. */
function gavel(words, { cwd = dir, input } = {}) {
  const all = isRoot ? ['runuser', '-u', 'postgres', '--', program, ...words] : [program, ...words]
  const done = spawnSync(all[0], all.slice(1), { cwd, input, encoding: 'utf8' })
  return { code: done.status, said: done.stdout + done.stderr }
}
const succeed = (words, how) => {
  const done = gavel(words, how)
  assert.equal(done.code, 0, `${words.join(' ')}: ${done.said}`)
  return done.said
}
const dataDirectory = () => join(pg.dir, 'data')
const inData = { get cwd() { return dataDirectory() } }
const rows = (database = pg) => database.sql('select string_agg(what, $$ $$ order by id) from happened', 'postgres')
const happen = what => pg.sql(`insert into happened (what) values ('${what}')`, 'postgres')
const now = () => pg.sql(`select to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`, 'postgres')
const lastArchived = () => pg.sql('select coalesce(last_archived_wal, $$$$) from pg_stat_archiver', 'postgres')

/** What was written so far is in the archive when this returns. */
async function archiveAll() {
  const segment = pg.sql('select pg_walfile_name(pg_switch_wal())', 'postgres')
  await eventually(`${segment} is archived`, () => lastArchived() >= segment, 60_000)
  return segment
}

/** A server on folder/data, once it has recovered. */
async function recovered(folder) {
  const restored = Object.assign(new Postgres(), { bin: pg.bin, dir: folder, port: await freePort(), logs: dir, fsync: false })
  await restored.up()
  await eventually('the restored server has recovered', () => restored.sql('select pg_is_in_recovery()', 'postgres') === 'f', 60_000)
  return restored
}

/** Lines of a file of settings, of what would be in the environment. */
const lines = env => Object.entries(env).map(([name, value]) => `${name.replace('GAVEL_BACKUP_', 'backup.').toLowerCase()} = ${value}\n`).join('')

/**
 * Where the log is kept, made when its turn comes: {settings; unreadable, the same where nobody answers with a file; names(), of what is stored;
 * stop()}.
 */
const places = {
  async folder() {
    const store = join(dir, 'store')
    mkdirSync(store)
    chmodSync(store, 0o777)
    const settings = { GAVEL_BACKUP_TARGETS: 'folder', GAVEL_BACKUP_FOLDER: store }
    return { settings, unreadable: { ...settings, GAVEL_BACKUP_FOLDER: `${store}-gone` },
      names: () => readdirSync(store, { recursive: true }).filter(each => statSync(join(store, each)).isFile()), stop() {} }
  },
  async s3() {
    const s3 = await S3.start(dir)
    await s3.makeBucket('log')
    const settings = { GAVEL_BACKUP_TARGETS: 's3', GAVEL_BACKUP_S3_ENDPOINT: s3.endpoint, GAVEL_BACKUP_S3_BUCKET: 'log',
      GAVEL_BACKUP_S3_ACCESS_KEY: s3.keys.GAVEL_S3_ACCESS_KEY, GAVEL_BACKUP_S3_SECRET_KEY: s3.keys.GAVEL_S3_SECRET_KEY }
    return { settings, unreadable: { ...settings, GAVEL_BACKUP_S3_SECRET_KEY: 'wrong' }, names: () => s3.names('log'), stop: () => s3.stop() }
  },
  async google() {
    const sim = new Process('google', simBinary, [], { dir })
    const ports = await eventually('the simulated Google listens', () => JSON.parse(sim.output.split('\n')[0]))
    const google = new Google(`http://127.0.0.1:${ports.google_port}`)
    const signIn = join(dir, 'google-sign-in')
    writeFileSync(signIn, (await google.credentials()).refresh_token)
    writeFileSync(`${signIn}-wrong`, 'of somebody else')
    const settings = { GAVEL_BACKUP_TARGETS: 'google', ...await google.env(), GAVEL_BACKUP_GOOGLE_REFRESH_TOKEN_FILE: signIn }
    return { settings, unreadable: { ...settings, GAVEL_BACKUP_GOOGLE_REFRESH_TOKEN_FILE: `${signIn}-wrong` },
      names: async () => (await google.files()).filter(each => each.properties.gavel === 'file').map(each => each.name), stop: () => sim.stop() }
  },
}

for (const [kind, open] of Object.entries(places)) {
  describe(kind, () => {
    before(async () => {
      dir = scratch(`wal-${kind}`)
      config = join(dir, 'wal.conf')
      program = join(dir, 'gavel')
      cpSync(gavelBinary, program)  // where PostgreSQL's user can reach it
      chmodSync(dir, 0o777)
      place = await open()
      const said = execFileSync(program, ['backup', 'keygen', join(dir, 'keys')], { encoding: 'utf8' })
      key = join(dir, 'keys', 'gavel-recovery.key')
      execFileSync('chmod', ['-R', 'a+rX', join(dir, 'keys')])
      pg = await Postgres.start(dir)
      const recipient = /gavel-recipient-[a-z2-7]+/.exec(said)[0]
      writeFileSync(config, `${lines(place.settings)}backup.recipients = ${recipient}
backup.signing_key_file = ${join(dir, 'keys', 'gavel-signing.key')}
backup.cluster_url = ${pg.url('postgres')}
backup.keep_bases = 1
`)
      // What docs/operate/wal.md tells to write, but for a program between that says who is at work, and outlives it.
      atWork = join(dir, 'at-work')
      const archive = join(dir, 'archive.sh')
      writeFileSync(archive, `"$@" & echo $! > ${atWork}; wait $!; code=$?; rm -f ${atWork}; [ $code -le 125 ] || code=1; exit $code\n`)
      appendFileSync(join(dataDirectory(), 'postgresql.conf'), `
archive_mode = on
archive_command = 'sh ${archive} ${program} --config ${config} backup wal %p'
archive_timeout = 60
`)
      await pg.crash()
      await pg.up()
      pg.sql('create table happened (id bigint generated always as identity primary key, what text not null)', 'postgres')
    })
    after(async () => {
      await pg?.stop()
      await place?.stop()
      removeScratch(dir)
    })

    let moment, segment
    test('what was committed up to a moment, and nothing that came later, is there again', async () => {
      happen('before')
      await archiveAll()
      succeed(['--config', config, 'backup', 'base'])
      assert.match(succeed(['--config', config, 'backup', 'base', 'list']), /1 base backups/)
      happen('after-base')
      await archiveAll()
      happen('last')
      moment = now()
      happen('too-late')
      segment = await archiveAll()
      happen('never-archived')
      await pg.crash()

      const folder = join(dir, 'restored')
      succeed(['--config', config, 'restore', '--until', moment, '--into', join(folder, 'data'), '--key', key])
      const restored = await recovered(folder)
      assert.equal(rows(restored), 'before after-base last')
      restored.sql("insert into happened (what) values ('goes on')", 'postgres')
      assert.equal(restored.sql('show archive_mode', 'postgres'), 'off', 'a rehearsal never writes into the archive of the original')
      await restored.stop()

      const newest = join(dir, 'newest')
      succeed(['--config', config, 'restore', '--until', 'latest', '--into', join(newest, 'data'), '--key', key])
      const end = await recovered(newest)
      assert.equal(rows(end), 'before after-base last too-late')
      await end.stop()
    })

    test('a moment before the first base backup, a folder with something in it, a wrong word: nothing is written', () => {
      const into = join(dir, 'none')
      const early = gavel(['--config', config, 'restore', '--until', '2026-01-01T00:00:00Z', '--into', into, '--key', key])
      assert.equal(early.code, 1)
      assert.match(early.said, /no base backup/)
      assert.match(gavel(['--config', config, 'restore', '--until', 'yesterday', '--into', into, '--key', key]).said, /--until is a moment/)
      assert.match(gavel(['--config', config, 'restore', '--until', 'latest', '--into', join(dir, 'restored', 'data'), '--key', key]).said, /is not empty/)
      assert.equal(existsSync(into), false)
    })

    test('the same segment again is fine, another one under its name is refused, and PostgreSQL keeps it', async () => {
      await pg.up()
      assert.equal(rows(), 'before after-base last too-late never-archived')
      await archiveAll()
      const kept = join(dir, segment)
      succeed(['--config', config, 'backup', 'wal-fetch', '--key', key, segment, kept], inData)
      succeed(['--config', config, 'backup', 'wal', kept], inData)
      const other = readFileSync(kept)
      other[other.length - 1] ^= 1
      writeFileSync(kept, other)
      const refused = gavel(['--config', config, 'backup', 'wal', kept], inData)
      assert.equal(refused.code, 1)
      assert.match(refused.said, /another content/)
    })

    test('what is not there ends a recovery, a place that cannot be read stops it', () => {
      const into = join(dir, 'fetched')
      const words = ['backup', 'wal-fetch', '--key', key, '0000000100000000000000FE', into]
      assert.equal(gavel(['--config', config, ...words], inData).code, 1)
      const elsewhere = join(dir, 'elsewhere.conf')
      writeFileSync(elsewhere, readFileSync(config, 'utf8').replace(lines(place.settings), lines(place.unreadable)))
      assert.equal(gavel(['--config', elsewhere, ...words], inData).code, 255)
      assert.equal(existsSync(into), false)
    })

    test('killed at any moment, it stores whole files only, and PostgreSQL sends again', async () => {
      for (let round = 0; round < 8; ++round) {
        happen(`killed-${round}`)
        pg.sql('select pg_switch_wal()', 'postgres')
        const who = await eventually('it is at work', () => existsSync(atWork) && /^(\d+)\n/.exec(readFileSync(atWork, 'utf8'))?.[1], 60_000)
        // Each statement takes a while: at another moment of its work each time.
        for (let i = 0; i < round % 6; ++i) now()
        try { process.kill(Number(who), 'SIGKILL') } catch { /* it was done */ }
      }
      const last = await archiveAll(), stored = await place.names()
      for (const each of stored.filter(name => /[0-9a-f]{24}$/.test(name))) {
        const name = each.split('/').at(-1).toUpperCase()
        succeed(['--config', config, 'backup', 'wal-fetch', '--key', key, name, join(dir, 'whole')], inData)
        assert.equal(statSync(join(dir, 'whole')).size, 16 * 1024 * 1024, name)
      }
      assert.ok(stored.some(each => each.endsWith(last.toLowerCase())))
    })

    test('a new base backup replaces the old one and the log before it, and is enough', async () => {
      const before = moment
      succeed(['--config', config, 'backup', 'base'])
      assert.match(succeed(['--config', config, 'backup', 'base', 'list']), /1 base backups/)
      assert.match(gavel(['--config', config, 'restore', '--until', before, '--into', join(dir, 'gone'), '--key', key]).said, /no base backup/)
      assert.equal(gavel(['--config', config, 'backup', 'wal-fetch', '--key', key, '000000010000000000000001', join(dir, 'old')], inData).code, 1)
      happen('after-second-base')
      await archiveAll()
      const folder = join(dir, 'second')
      succeed(['--config', config, 'restore', '--until', 'latest', '--into', join(folder, 'data'), '--key', key])
      const restored = await recovered(folder)
      assert.equal(rows(restored), rows())
      await restored.stop()
      rmSync(folder, { recursive: true })
    })
  })
}
