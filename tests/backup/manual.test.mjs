// docs/operate/backup.md, followed word for word: its commands are executed in their order, by a shell, with the settings that it names.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { Client } from '../harness/client.mjs'
import { root } from '../harness/servers.mjs'
import { Gavel, gavelBinary, startStack } from '../harness/stack.mjs'

const page = readFileSync(join(root, 'docs/operate/backup.md'), 'utf8')
const blocks = [...page.matchAll(/^```sh\n(.*?)^```$/gms)].map(each => each[1])

let stack, home
const settings = {}
before(async () => {
  stack = await startStack('manual', {})
  home = join(stack.dir, 'home')
  for (const each of ['', 'bin', 'safe', 'media-again']) mkdirSync(join(home, each))
  symlinkSync(gavelBinary, join(home, 'bin/gavel'))
  await new Client(stack.url, stack.mailbox).register('Collector')
})
after(() => stack?.stop())

/** A block, as somebody at a terminal types it; -e, so that the first command that fails ends it. */
function type(block) {
  const done = spawnSync('bash', ['-ec', block], {
    encoding: 'utf8',
    env: {
      ...process.env, HOME: home, PATH: `${join(home, 'bin')}:${process.env.PATH}`, PGHOST: '127.0.0.1', PGPORT: String(stack.pg.port), PGUSER: 'postgres',
      GAVEL_PG_URL: 'postgresql:///gavel', GAVEL_STORAGE_FOLDER: join(home, settings.lost ? 'media-again' : 'media'), GAVEL_MAIL_SITE_URL: stack.url,
      GAVEL_BACKUP_TARGETS: 'folder', GAVEL_BACKUP_FOLDER: join(home, 'safe'), ...settings.env, ...stack.serverEnv,
    },
  })
  assert.equal(done.status, 0, `${block}\n${done.stdout}${done.stderr}`)
  return done.stdout + done.stderr
}

test('every command of the page works, in its order', () => {
  assert(blocks.length >= 5, `${blocks.length} blocks`)
  for (const block of blocks) {
    settings.lost = block.includes('createdb')
    const said = type(block)
    if (!block.includes('keygen')) continue
    const [, recipients] = /^backup\.recipients = (\S+)$/m.exec(said)
    settings.env = { GAVEL_BACKUP_RECIPIENTS: recipients, GAVEL_BACKUP_SIGNING_KEY_FILE: join(home, 'gavel-keys/gavel-signing.key') }
  }
})

test('the auction that came back serves', async () => {
  const server = await Gavel.start(stack, 'again', { GAVEL_PG_URL: stack.pg.url('gavel_again') })
  assert.equal((await fetch(`${server.url}/api/v1/categories`)).status, 200)
  await server.stop()
  assert.equal(stack.pg.sql('select count(*) from accounts', 'gavel_again'), '1')
})

test('the settings of the page are settings', () => {
  const known = new Set([...readFileSync(join(root, 'docs/operate/configure.md'), 'utf8').matchAll(/`(backup\.[a-z0-9_]+)`/g)].map(each => each[1]))
  for (const [, name] of page.matchAll(/`?(backup\.(?!late\b|drill_late\b|timer\b)[a-z0-9_]+)/g)) if (!name.endsWith('_')) assert(known.has(name), name)
})
