// `gavel backup auth google` from the first sign-in to a file that was written and read, and what it says when Google says no.
import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, beforeEach, test } from 'node:test'
import { Google } from '../harness/google.mjs'
import { eventually, Process } from '../harness/process.mjs'
import { gavelBinary, simBinary } from '../harness/stack.mjs'

let dir, sim, google
before(async () => {
  dir = mkdtempSync(join(tmpdir(), 'gavel-google-'))
  sim = new Process('sim', simBinary, [], { dir })
  const ports = await eventually('the simulator listens', () => JSON.parse(sim.output.split('\n')[0]))
  google = new Google(`http://127.0.0.1:${ports.google_port}`)
})
after(async () => { sim?.kill(); await sim?.ended; rmSync(dir, { recursive: true, force: true }) })
beforeEach(() => google.reset())

const tokenFile = () => join(dir, 'sign-in')
async function auth(more = {}) {
  return new Process('auth', gavelBinary, ['backup', 'auth', 'google'], { dir, env: { ...await google.env(), GAVEL_BACKUP_GOOGLE_REFRESH_TOKEN_FILE: tokenFile(), ...more } })
}
const codeOf = run => eventually('a code is shown', () => /Enter the code (\S+)/.exec(run.output)?.[1])

test('a person signs in on another device, and everything is tried out', async () => {
  const run = await auth()
  await google.consent(await codeOf(run))
  assert.equal((await run.ended).code, 0, run.output)
  assert.match(run.output, /written, read and removed in the folder gavel-backups in Google Drive, as owner@example\.com/)
  assert.equal(statSync(tokenFile()).mode & 0o777, 0o600)
  assert(!run.output.includes(readFileSync(tokenFile(), 'utf8').trim()), 'the sign-in itself is shown to nobody')
  assert.deepEqual(await google.files(), [])
})

test('a refusal in the browser writes nothing', async () => {
  rmSync(tokenFile(), { force: true })
  const run = await auth()
  await google.consent(await codeOf(run), 'deny')
  assert.equal((await run.ended).code, 1)
  assert.match(run.output, /choose "Allow"/)
  assert.throws(() => statSync(tokenFile()))
})

test('what Google refuses is said with what to do', async () => {
  await google.breakCall('list', 'error', { code: 403, reason: 'accessNotConfigured' })
  const run = await auth()
  await google.consent(await codeOf(run))
  assert.equal((await run.ended).code, 1)
  assert.match(run.output, /enable it under APIs & Services/)
})

test('a client that Google does not know, and settings that are missing', async () => {
  const unknown = await auth({ GAVEL_BACKUP_GOOGLE_CLIENT_ID: 'nobody' })
  assert.equal((await unknown.ended).code, 1)
  assert.match(unknown.output, /TVs and Limited Input devices/)
  const nameless = await auth({ GAVEL_BACKUP_GOOGLE_REFRESH_TOKEN_FILE: '' })
  assert.equal((await nameless.ended).code, 1)
  assert.match(nameless.output, /backup\.google_refresh_token_file must name the file/)
})

test('a service account needs nobody, but a shared drive', async () => {
  const { service_account: key, shared_drive: drive } = await google.credentials()
  const file = join(dir, 'key.json')
  writeFileSync(file, JSON.stringify(key))
  const run = await auth({ GAVEL_BACKUP_GOOGLE_SERVICE_ACCOUNT_FILE: file, GAVEL_BACKUP_GOOGLE_DRIVE_ID: drive })
  assert.equal((await run.ended).code, 0, run.output)
  const alone = await auth({ GAVEL_BACKUP_GOOGLE_SERVICE_ACCOUNT_FILE: file })
  assert.equal((await alone.ended).code, 1)
  assert.match(alone.output, /no storage of their own/)
})
