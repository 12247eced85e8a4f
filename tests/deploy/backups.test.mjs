// The nightly backup and the monthly drill as their CronJobs describe them, with the program itself.
import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { chownSync, copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { Client } from '../harness/client.mjs'
import { png } from '../harness/pictures.mjs'
import { Process, eventually, freePort } from '../harness/process.mjs'
import { postgresFolder, removeScratch, root, scratch } from '../harness/servers.mjs'
import { gavelBinary, startStack } from '../harness/stack.mjs'
import { everything, named, needsKubectl, overlays, podOf } from './rendered.mjs'

const dir = scratch('backups')
after(() => removeScratch(dir))

describe('what the manifests set', needsKubectl, () => {
  const documented = new Set([...readFileSync(join(root, 'docs/operate/configure.md'), 'utf8').matchAll(/^\| `([a-z0-9_.]+)` \|/gm)].map(([, key]) => `GAVEL_${key.toUpperCase().replaceAll('.', '_')}`))
  const known = name => documented.has(name) || documented.has(name.replace(/_FILE$/, ''))
  for (const overlay of overlays) test(`${overlay}: every setting is one of the program, also those of its backups`, () => {
    const all = everything(overlay)
    for (const { object } of all) {
      if (object.kind === 'ConfigMap') for (const name of Object.keys(object.data)) if (name.startsWith('GAVEL_')) assert.ok(known(name), `${named(object)}: ${name}`)
      for (const { env = [] } of podOf(object)?.spec.containers ?? []) for (const { name } of env) {
        if (name.startsWith('GAVEL_')) assert.ok(known(name), `${named(object)}: ${name}`)
      }
    }
  })
})

test('servers know where backups go, else they cannot say that there are none', needsKubectl, () => {
  for (const overlay of overlays) {
    const settings = everything(overlay).map(each => each.object).filter(({ kind }) => kind === 'ConfigMap')
    const targets = name => settings.filter(({ metadata }) => metadata.name.startsWith(name)).map(({ data }) => data.GAVEL_BACKUP_TARGETS)
    const [wanted] = targets('backup-settings')
    assert.ok(wanted, overlay)
    assert.deepEqual([...new Set(targets('settings'))], [wanted], overlay)
  }
})

/** The PostgreSQL beside a drill, by the script of its container. */
async function drillDatabase(folder) {
  const port = await freePort()
  mkdirSync(folder)
  // PostgreSQL does not run as root, nor does the pod.
  const asRoot = process.getuid() === 0
  if (asRoot) { const uid = Number(execFileSync('id', ['-u', 'postgres'])); chownSync(folder, uid, uid) }
  const script = readFileSync(join(root, 'deploy/kustomize/components/backup-drill/database.sh'), 'utf8')
  const words = [...(asRoot ? ['setpriv', '--reuid=postgres', '--regid=postgres', '--clear-groups'] : []), 'bash', '-c', script]
  const server = new Process('drill-database', words[0], words.slice(1), { dir, env: { PATH: `${postgresFolder()}:${process.env.PATH}`, HOME: folder, TMPDIR: folder, PGPORT: String(port) } })
  const at = ['-h', '127.0.0.1', '-p', String(port), '-U', 'postgres']
  await eventually('it is ready, as its probe asks', () => spawnSync(join(postgresFolder(), 'pg_isready'), at).status === 0)
  return { port, stop: () => server.stop('SIGINT'), sql: text => execFileSync('psql', [...at, '-X', '-A', '-t', '-c', text], { encoding: 'utf8' }).trim() }
}

test('the database of a drill is empty, answers to its pod only, and lets a drill make another', async () => {
  const database = await drillDatabase(join(dir, 'empty'))
  try {
    assert.equal(database.sql("select string_agg(datname, ' ' order by datname) from pg_database"), 'postgres template0 template1')
    assert.equal(database.sql('select rolcreatedb from pg_roles where rolname = current_user'), 't')
    assert.equal(database.sql('show listen_addresses'), '127.0.0.1')
  } finally { await database.stop() }
})

describe('the two CronJobs', needsKubectl, () => {
  let stack, database
  before(async () => {
    stack = await startStack('cronjobs', { redis: false })
    database = await drillDatabase(join(dir, 'drill'))
    for (const each of ['secrets', 'drill-secrets', 'backup', 'keys']) mkdirSync(join(dir, each))
    const seller = await new Client(stack.url, stack.mailbox).register('Seller')
    const lot = await seller.lot()
    const upload = await seller.upload(`/lots/${lot.id}/photos`, png())
    assert.equal((await seller.checked(upload.id)).state, 'ready')
  })
  after(async () => {
    await database?.stop()
    await stack?.stop()
  })

  // The user of the pods, where this test may become it.
  const asUser = process.getuid() === 0 ? ['setpriv', '--reuid=65532', '--regid=65532', '--clear-groups'] : []
  function give(folder, mode) {
    if (asUser.length) execFileSync('chown', ['-R', '65532:65532', folder])
    execFileSync('chmod', ['-R', mode, folder])
  }

  /** Runs a CronJob of the overlay `small` or `own` here: its arguments and settings, its volumes as folders of this test. */
  function run(overlay, name, settings = {}) {
    const objects = everything(overlay).map(each => each.object)
    const { containers: [container], volumes } = podOf(objects.find(each => each.kind === 'CronJob' && each.metadata.name === name)).spec
    const media = volumes.some(each => each.name === 'media') ? { GAVEL_STORAGE_FOLDER: join(stack.dir, 'media') } : {}
    const here = text => text.replace('/run/secrets/backup', join(dir, 'secrets')).replace('/run/secrets/drill', join(dir, 'drill-secrets')).replace(/^\/backup$/, join(dir, 'backup')).replace('127.0.0.1:5432', `127.0.0.1:${database.port}`)
    const { data } = objects.find(each => each.kind === 'ConfigMap' && each.metadata.name === container.envFrom[0].configMapRef.name)
    const env = { ...data, ...Object.fromEntries(container.env.map(each => [each.name, here(each.value)])), ...media, ...settings }
    const [program, ...words] = [...asUser, gavelBinary, ...container.args.map(here)]
    const done = spawnSync(program, words, { encoding: 'utf8', env: { PATH: `${postgresFolder()}:${process.env.PATH}`, HOME: dir, ...env } })
    return { code: done.status, said: done.stdout + done.stderr }
  }

  test('a backup is made, with the photos on a volume that it cannot write to, and proven', () => {
    const made = spawnSync(gavelBinary, ['backup', 'keygen', join(dir, 'keys')], { encoding: 'utf8', env: { PATH: process.env.PATH } })
    assert.equal(made.status, 0, made.stderr)
    for (const [file, text] of Object.entries({ 'url': stack.pg.url(), 'signing-key': readFileSync(join(dir, 'keys/gavel-signing.key'), 'utf8'), 'google-client-secret': '', 'google-sign-in': '', 's3-secret-key': '', 'photos-secret-key': '' })) {
      writeFileSync(join(dir, 'secrets', file), text)
    }
    copyFileSync(join(dir, 'keys/gavel-recovery.key'), join(dir, 'drill-secrets/recovery-key'))

    for (const each of ['secrets', 'drill-secrets', 'backup']) give(join(dir, each), 'u+rwX')
    give(join(stack.dir, 'media'), 'a-w')

    const nobody = run('small', 'backup')
    assert.notEqual(nobody.code, 0)
    assert.match(nobody.said, /backup\.recipients/, 'as it is delivered it says what is missing')

    const recipient = { GAVEL_BACKUP_RECIPIENTS: /gavel-recipient-[a-z2-7]+/.exec(made.stdout)[0] }
    const saved = run('small', 'backup', recipient)
    assert.equal(saved.code, 0, saved.said)
    const photos = Number(stack.pg.sql('select count(*) from backup_packed'))
    assert.ok(photos > 1, 'the photo in all its sizes')
    const proven = run('own', 'backup-drill', recipient)
    assert.equal(proven.code, 0, proven.said)
    assert.match(proven.said, /is proven/)
    assert.equal(stack.pg.sql("select string_agg(kind, ' ' order by id) from backup_runs where failure is null"), 'save verify')
    assert.equal(database.sql("select count(*) from pg_database where datname like 'gavel_drill%'"), '0', 'nothing is left')
  })
})
