// The first set of secrets: complete, random, never printed, and understood by those it is for.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { Process, eventually, freePort } from '../harness/process.mjs'
import { accepts, removeScratch, root, scratch } from '../harness/servers.mjs'
import { startStack } from '../harness/stack.mjs'

const { parse } = createRequire(join(root, 'web/package.json'))('yaml')
const dir = scratch('secrets')
after(() => removeScratch(dir))
const recipients = ['age1operator', 'age1safe']
const given = { SMTP_PASSWORD: "it's secret", FONDY_KEY: 'f0ndy', S3_SECRET_KEY: 's3', ARCHIVE_ACCESS_KEY: 'aa', ARCHIVE_SECRET_KEY: 'as',
  BACKUP_SIGNING_KEY: 'gavel-signing-x', GOOGLE_CLIENT_SECRET: 'gcs', GOOGLE_SIGN_IN: 'gsi', BACKUP_S3_SECRET_KEY: 'bs3' }

const make = (folder, words = recipients, env = given) =>
  spawnSync(join(root, 'deploy/secrets/make'), [join(dir, folder), ...words], { encoding: 'utf8', env: { PATH: process.env.PATH, ...env } })
function read(folder) {
  return Object.fromEntries(readdirSync(join(dir, folder)).filter(name => name.endsWith('.enc.yaml')).map((name) => {
    const { metadata: { namespace, name: called }, stringData } = parse(readFileSync(join(dir, folder, name), 'utf8'))
    assert.equal(name, `${namespace}.${called}.enc.yaml`)
    return [`${namespace}/${called}`, stringData]
  }))
}

test('every secret is made, readable by its owner only, and nothing of it is printed', () => {
  const { status, stdout, stderr } = make('one')
  assert.equal(status, 0, stderr)
  const all = read('one')
  assert.equal(all['auction/gavel']['smtp-password'], given.SMTP_PASSWORD)
  for (const value of Object.values(all).flatMap(Object.values)) assert.ok(!(stdout + stderr).includes(value) || value === 'gavel_app' || value === 'gavel_owner')
  for (const name of readdirSync(join(dir, 'one'))) assert.equal(statSync(join(dir, 'one', name)).mode & 0o077, 0, name)
  assert.ok(all['auction/gavel']['pg-url'].includes(all['auction-data/db-app'].password))
  assert.ok(all['auction/gavel-migrate'].url.includes(all['auction-data/db-owner'].password))
  assert.equal(all['auction-backup/backup'].url, all['auction/gavel-migrate'].url, 'a backup reads everything and writes down that it was made')
  assert.ok(!('auction-backup/backup-drill' in all), 'what opens backups is there only if it was given')
  assert.equal(parse(readFileSync(join(dir, 'one/.sops.yaml'), 'utf8')).creation_rules[0].age, recipients.join(','))
})

test('two sets have nothing in common', () => {
  make('two', recipients, {})
  const [one, two] = [read('one'), read('two')]
  for (const [name, key] of [['auction-data/db-app', 'password'], ['auction-data/db-owner', 'password'], ['auction/gavel', 'network-secret']]) {
    assert.ok(one[name][key].length >= 48)
    assert.notEqual(one[name][key], two[name][key])
  }
  assert.equal(two['auction/gavel']['fondy-key'], '', 'can be filled in later')
})

test('a drill in the cluster gets its key on purpose', () => {
  assert.equal(make('drill', recipients, { BACKUP_RECOVERY_KEY: 'gavel-recovery-x' }).status, 0)
  assert.equal(read('drill')['auction-backup/backup-drill']['recovery-key'], 'gavel-recovery-x')
})

test('with a PostgreSQL of its own a site has its address wherever one is used', () => {
  const own = { PG_URL: 'postgresql://app@db.example.org/gavel', MIGRATE_URL: 'postgresql://owner@db.example.org/gavel', REDIS_URL: 'rediss://cache.example.org' }
  make('own', recipients, own)
  const all = read('own')
  assert.deepEqual([all['auction/gavel']['pg-url'], all['auction/gavel-migrate'].url, all['auction-backup/backup'].url, all['auction/gavel']['redis-url']],
    [own.PG_URL, own.MIGRATE_URL, own.MIGRATE_URL, own.REDIS_URL])
})

test('an existing set is not overwritten, and recipients are asked for', () => {
  assert.match(make('one').stderr, /is not empty/)
  assert.match(make('three', []).stderr, /age recipient/)
  assert.match(make('three', ['AGE-SECRET-KEY-1X']).stderr, /no age recipient/)
})

test('with sops the files are left encrypted', () => {
  mkdirSync(join(dir, 'bin'))
  writeFileSync(join(dir, 'bin/sops'), '#!/bin/sh\n[ "$3 $4" = "--encrypt --in-place" ] && echo "sops: $2" >"$5"\n')
  chmodSync(join(dir, 'bin/sops'), 0o755)
  const { status, stdout } = make('four', recipients, { ...given, PATH: `${join(dir, 'bin')}:${process.env.PATH}` })
  assert.equal(status, 0)
  assert.match(stdout, /encrypted for 2 recipients/)
  for (const name of readdirSync(join(dir, 'four')).filter(each => each.endsWith('.enc.yaml'))) assert.match(readFileSync(join(dir, 'four', name), 'utf8'), /^sops: .*\.sops\.yaml$/m)
})

test('Redis with our configuration and rights serves the program, and nobody else', async () => {
  const secrets = read('one')
  const port = await freePort()
  const { data } = parse(readFileSync(join(root, 'deploy/kustomize/components/cache/cache.yaml'), 'utf8').split('---')[0])
  writeFileSync(join(dir, 'users.acl'), secrets['auction-data/cache']['users.acl'].trim() + '\n')
  writeFileSync(join(dir, 'cache.conf'), data['cache.conf'].replace('/run/secrets/cache', dir))
  const redis = new Process('cache', 'redis-server', [join(dir, 'cache.conf'), '--port', String(port), '--bind', '127.0.0.1'], { dir })
  let stack
  try {
    await eventually('Redis answers', () => accepts(port))
    const cli = (...words) => spawnSync('redis-cli', ['-p', String(port), ...words], { encoding: 'utf8' }).stdout
    assert.match(cli('ping'), /NOAUTH/)
    const password = />(\S+)/.exec(secrets['auction-data/cache']['users.acl'])[1]
    const url = new URL(secrets['auction/gavel']['redis-url'])
    assert.deepEqual([url.username, url.password], ['gavel', password])
    assert.match(cli('--user', 'gavel', '--pass', password, 'flushall'), /NOPERM/)
    stack = await startStack('secrets-stack', { redis: false, env: { GAVEL_REDIS_URL: `redis://gavel:${password}@127.0.0.1:${port}` } })
    const [server] = stack.servers
    // Signing in counts its attempts in Redis.
    await fetch(`${server.url}/api/v1/sessions`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ email: 'nobody@example.org', password: 'wrong password' }) })
    await eventually('a counter is in Redis', () => /\S/.test(cli('--user', 'gavel', '--pass', password, '--scan')))
    assert.doesNotMatch(server.process.output, /NOPERM|NOAUTH|WRONGPASS/)
  } finally {
    await stack?.stop()
    await redis.stop('SIGKILL')
  }
})
