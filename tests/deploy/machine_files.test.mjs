// The files for one machine: what can be said about them without starting what they describe.
import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { globSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { test } from 'node:test'
import { removeScratch, root, scratch } from '../harness/servers.mjs'
import { selfSigned } from './machine.mjs'

const deploy = join(root, 'deploy')
const { parse } = createRequire(join(root, 'web/package.json'))('yaml')
const has = (program) => { try { execFileSync('sh', ['-c', `command -v ${program}`]); return true } catch { return false } }
const unless = program => ({ skip: has(program) ? false : `${program} is not installed` })

test('the delivery program is clean shell', unless('shellcheck'), () => {
  const files = ['deliver', ...globSync('lib/**/*.sh', { cwd: deploy })].map(each => join(deploy, each))
  const found = spawnSync('shellcheck', files, { encoding: 'utf8' })
  assert.equal(found.status, 0, found.stdout)
  for (const each of files) assert.ok(readFileSync(each, 'utf8').split('\n').length < 250, each)
})

test('a mistake of the caller is answered before anything is asked', () => {
  const run = (...words) => spawnSync(join(deploy, 'deliver'), words, { encoding: 'utf8', env: { PATH: process.env.PATH, DELIVER_CONFIG: '/nowhere', DELIVER_DRIVER: 'systemd' } })
  for (const [words, said] of [[['fly'], /There is no command 'fly'/], [['deliver'], /which release\?/], [['deliver', '1.0', '--fast'], /'--fast' is not understood/],
    [['deliver', '1.0'], /DELIVER_SITE is not set/], [['maintenance'], /maintenance on, or off/]]) {
    const { status, stderr } = run(...words)
    assert.deepEqual([status, said.test(stderr)], [2, true], stderr)
  }
  const { status, stdout } = run('help')
  assert.equal(status, 0)
  assert.match(stdout, /deploy\/deliver resume/)
})

test('HAProxy accepts its configuration, without a warning', unless('haproxy'), () => {
  const dir = scratch('haproxy')
  try {
    const at = name => join(dir, name)
    const { both } = selfSigned(dir)
    const checked = spawnSync('haproxy', ['-c', '-f', join(deploy, 'haproxy/haproxy.cfg')], { encoding: 'utf8', env: { ...process.env,
      ENTRY_CERTIFICATE: both, ENTRY_SWITCH: join(deploy, 'haproxy/switch.map'), ENTRY_CONTROL: at('admin.sock'), ENTRY_FALLBACK: join(deploy, 'haproxy/unavailable.http') } })
    assert.equal(checked.status, 0, checked.stderr)
    assert.doesNotMatch(checked.stderr, /WARNING/)
  } finally { removeScratch(dir) }
})

test('the page of last resort fits into HAProxy and says when to come back', () => {
  const page = readFileSync(join(deploy, 'haproxy/unavailable.http'), 'utf8')
  assert.ok(Buffer.byteLength(page) < 8192)
  const [head, body] = page.split('\r\n\r\n')
  assert.match(head, /^HTTP\/1\.0 503 /)
  assert.match(head, /\r\nRetry-After: \d+\r\n/)
  for (const language of ['lang="uk"', 'lang="en"', 'lang="ru"']) assert.ok(body.includes(language), language)
})

test('Compose: known keys, no condition between services, all settings named, nothing open but the entry', () => {
  const { services, volumes, secrets, networks } = parse(readFileSync(join(deploy, 'compose/compose.yaml'), 'utf8'), { merge: true })
  const known = new Set(['image', 'user', 'read_only', 'cap_drop', 'security_opt', 'tmpfs', 'env_file', 'environment', 'secrets', 'volumes', 'logging', 'command', 'entrypoint',
    'restart', 'stop_grace_period', 'ports', 'networks', 'profiles', 'shm_size'])
  assert.deepEqual(Object.keys(services).sort(), ['app', 'backup', 'certificates', 'entry', 'maintenance', 'migrate', 'postgres', 'redis'])
  const example = readFileSync(join(deploy, 'compose/.env.example'), 'utf8')
  const addresses = new Set()
  for (const [name, service] of Object.entries(services)) {
    for (const key of Object.keys(service)) assert.ok(known.has(key), `${name}.${key}`)
    for (const each of service.secrets ?? []) assert.ok(each in secrets, `${name}: secret ${each}`)
    for (const each of service.volumes ?? []) if (/^\w/.test(each)) assert.ok(each.split(':')[0] in volumes, `${name}: volume ${each}`)
    for (const each of service.ports ?? []) if (name !== 'entry') assert.match(each, /^127\.0\.0\.1:/, `${name} is open to everybody`)
    const network = Array.isArray(service.networks) ? service.networks : Object.keys(service.networks)
    for (const each of network) assert.ok(each in networks)
    const address = service.networks?.inside?.ipv4_address
    if (address) assert.ok(!addresses.has(address) && addresses.add(address), `${address} twice`)
    for (const [, variable] of JSON.stringify(service).matchAll(/\$\{(\w+)/g)) assert.match(example, new RegExp(`^${variable}=`, 'm'), `${variable} in .env.example`)
    assert.match(service.image, /^\$\{\w+:\?/, `${name}: its image comes from .env`)
  }
  for (const name of ['app', 'backup', 'maintenance', 'migrate']) {
    assert.deepEqual([services[name].user, services[name].read_only, services[name].cap_drop], ['65532:65532', true, ['ALL']], name)
  }
  const media = `media:${services.app.environment.GAVEL_STORAGE_FOLDER}`
  assert.ok(services.app.volumes.includes(media) && services.backup.volumes.includes(`${media}:ro`), 'photos come along into backups')
  assert.notEqual(services.maintenance.image, services.app.image, 'a delivery does not change the maintenance page')
  // What the entry is told exists in its configuration, and it looks for the servers where they are.
  const entry = services.entry.environment
  const config = readFileSync(join(deploy, 'haproxy/haproxy.cfg'), 'utf8')
  for (const each of Object.keys(entry)) assert.match(config, new RegExp(`presetenv ${each} `))
  assert.equal(entry.ENTRY_APP1, `${services.app.networks.inside.ipv4_address}:8080`)
  assert.equal(entry.ENTRY_MAINTENANCE, `${services.maintenance.networks.inside.ipv4_address}:8080`)
  assert.equal(entry.ENTRY_ACME.split(':')[0], services.certificates.networks.inside.ipv4_address)
})

test('systemd accepts the units', unless('systemd-analyze'), () => {
  const dir = scratch('units')
  try {
    mkdirSync(join(dir, 'units'))
    for (const each of readdirSync(join(deploy, 'systemd'))) {
      // The programs are not on this machine.
      writeFileSync(join(dir, 'units', each), readFileSync(join(deploy, 'systemd', each), 'utf8').replace(/^ExecStart=\S+/m, 'ExecStart=/bin/true').replace(/^User=gavel$/m, 'User=root'))
    }
    const checked = spawnSync('systemd-analyze', ['verify', '--man=no', ...readdirSync(join(dir, 'units')).map(each => join(dir, 'units', each.replace('@.', '@1.')))], { encoding: 'utf8' })
    const ours = checked.stderr.split('\n').filter(line => /gavel/.test(line))
    assert.deepEqual(ours, [], checked.stderr)
  } finally { removeScratch(dir) }
})
