// The nightly backup and the monthly drill as their CronJobs describe them: settings that the program knows, the database of a drill.
import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { chownSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, describe, test } from 'node:test'
import { Process, eventually, freePort } from '../harness/process.mjs'
import { postgresFolder, removeScratch, root, scratch } from '../harness/servers.mjs'
import { everything, named, needsKubectl, overlays, podOf } from './rendered.mjs'

const dir = scratch('backups')
after(() => removeScratch(dir))

describe('what the manifests set', needsKubectl, () => {
  const documented = new Set([...readFileSync(join(root, 'docs/operate/configure.md'), 'utf8').matchAll(/^\| `([a-z0-9_.]+)` \|/gm)].map(([, key]) => `GAVEL_${key.toUpperCase().replaceAll('.', '_')}`))
  const known = name => documented.has(name) || documented.has(name.replace(/_FILE$/, ''))
    || (!documented.has('GAVEL_BACKUP_RECIPIENTS') && name.startsWith('GAVEL_BACKUP_')) // until configure.md has them
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

test('the database of a drill is empty, answers to its pod only and leaves nothing', async () => {
  const port = await freePort()
  const asRoot = process.getuid() === 0
  // PostgreSQL does not run as root, nor does the pod.
  if (asRoot) { const uid = Number(execFileSync('id', ['-u', 'postgres'])); chownSync(dir, uid, uid) }
  const script = readFileSync(join(root, 'deploy/kustomize/components/backup-drill/database.sh'), 'utf8')
  const words = [...(asRoot ? ['setpriv', '--reuid=postgres', '--regid=postgres', '--clear-groups'] : []), 'bash', '-c', script]
  const database = new Process('drill', words[0], words.slice(1), { dir, env: { PATH: `${postgresFolder()}:${process.env.PATH}`, HOME: dir, TMPDIR: dir, PGPORT: String(port) } })
  try {
    const at = ['-h', '127.0.0.1', '-p', String(port), '-U', 'postgres']
    await eventually('it is ready, as its probe asks', () => spawnSync(join(postgresFolder(), 'pg_isready'), at).status === 0)
    const sql = text => execFileSync('psql', [...at, '-X', '-A', '-t', '-c', text], { encoding: 'utf8' }).trim()
    assert.equal(sql("select string_agg(datname, ' ' order by datname) from pg_database"), 'postgres template0 template1')
    assert.equal(sql('select rolcreatedb from pg_roles where rolname = current_user'), 't')
    assert.equal(sql('show listen_addresses'), '127.0.0.1')
  } finally { await database.stop() }
})
