// One machine as docs/operate/one-machine.md sets it up, without systemd: the HAProxy of deploy/haproxy, `gavel serve` as its units gavel@1 and
// gavel@2, the maintenance page, PostgreSQL; deploy/deliver with the driver systemd, whose systemctl and journalctl are stand-ins that ask this file.
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, copyFileSync, existsSync, mkdirSync, readFileSync, readlinkSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import tls from 'node:tls'
import { Process, eventually, freePort } from '../harness/process.mjs'
import { accepts, root } from '../harness/servers.mjs'
import { gavelBinary, startStack } from '../harness/stack.mjs'
import { Maintenance } from './maintenance.mjs'

/** A certificate for 127.0.0.1 that this process believes from now on, as one file for HAProxy. */
export function selfSigned(dir, name = 'site') {
  const [key, certificate, both] = ['key', 'crt', 'pem'].map(each => join(dir, `${name}.${each}`))
  execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout', key, '-out', certificate, '-days', '2',
    '-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1,DNS:localhost'], { stdio: 'ignore' })
  writeFileSync(both, readFileSync(certificate, 'utf8') + readFileSync(key, 'utf8'))
  tls.setDefaultCACertificates([...tls.getCACertificates('default'), readFileSync(certificate, 'utf8')])
  return { certificate, both }
}

export class Entry {
  /** HAProxy with the configuration of the project; `ports` of what it stands in front of. */
  static async start(dir, { app1, app2, maintenance, acme = 9, env = {} }) {
    const entry = new Entry()
    const [http, https] = [await freePort(), await freePort()]
    Object.assign(entry, { dir, http: `http://127.0.0.1:${http}`, url: `https://127.0.0.1:${https}`, httpsPort: https, httpPort: http, control: join(dir, 'admin.sock'), switch: join(dir, 'switch.map') })
    entry.certificate = selfSigned(dir)
    copyFileSync(join(root, 'deploy/haproxy/switch.map'), entry.switch)
    const file = join(dir, 'haproxy.cfg')
    const user = execFileSync('id', ['-un'], { encoding: 'utf8' }).trim()
    const text = readFileSync(join(root, 'deploy/haproxy/haproxy.cfg'), 'utf8')
    // Only root can become somebody else.
    writeFileSync(file, user === 'root' ? text : text.replace(/^ {4}(user|group) haproxy\n/gm, ''))
    entry.process = new Process('haproxy', 'haproxy', ['-W', '-db', '-f', file], { dir, env: {
      ENTRY_HTTP: `127.0.0.1:${http}`, ENTRY_HTTPS: `127.0.0.1:${https}`, ENTRY_CERTIFICATE: entry.certificate.both, ENTRY_SWITCH: entry.switch, ENTRY_CONTROL: entry.control,
      ENTRY_METRICS: `127.0.0.1:${await freePort()}`, ENTRY_FALLBACK: join(root, 'deploy/haproxy/unavailable.http'), ENTRY_LOG: `127.0.0.1:${await freePort()}`,
      ENTRY_APP1: `127.0.0.1:${app1.port}`, ENTRY_APP1_OPS: String(app1.opsPort), ENTRY_APP2: `127.0.0.1:${app2.port}`, ENTRY_APP2_OPS: String(app2.opsPort),
      ENTRY_MAINTENANCE: `127.0.0.1:${maintenance.port}`, ENTRY_MAINTENANCE_OPS: String(maintenance.opsPort), ENTRY_ACME: `127.0.0.1:${acme}`, ENTRY_REQUESTS_10S: '100000', ...env,
    } })
    await eventually('HAProxy answers', () => {
      if (!entry.process.alive) throw new Error(entry.process.output)
      return accepts(https)
    })
    return entry
  }

  ask(command) { return execFileSync('socat', ['-t', '5', '-', `UNIX-CONNECT:${this.control}`], { input: `${command}\n`, encoding: 'utf8' }) }
  stop() { return this.process.stop('SIGKILL') }
}

const ports = async () => ({ port: await freePort(), opsPort: await freePort() })

/** Other releases are the program under test with another last figure in its version; RELEASES[0] is what runs at first. */
const version = existsSync(gavelBinary) ? execFileSync(gavelBinary, ['--version'], { encoding: 'utf8' }).trim() : '0.0.0'
export const RELEASES = ['1', '2', '3'].map(figure => version.slice(0, -1) + figure)
function install(folder, release) {
  mkdirSync(join(folder, release), { recursive: true })
  const program = readFileSync(gavelBinary)
  for (let at = -1; (at = program.indexOf(version, at + 1)) >= 0;) program.write(release, at)
  writeFileSync(join(folder, release, 'gavel'), program, { mode: 0o755 })
}

export async function startMachine(name, { env = {} } = {}) {
  const stack = await startStack(name, { serves: 0, redis: false, env })
  const { dir } = stack
  const pages = join(dir, 'web')
  mkdirSync(pages)
  writeFileSync(join(pages, 'index.html'), '<!doctype html><html lang="uk"><head><title>Gavel</title></head><body><div id="__nuxt"></div></body></html>')
  const [releases, current] = [join(dir, 'releases'), join(dir, 'current')]
  for (const each of RELEASES) install(releases, each)
  symlinkSync(join(releases, RELEASES[0]), current)
  const apps = [await ports(), await ports()]
  const maintenance = await Maintenance.start(dir)
  const entry = await Entry.start(dir, { app1: apps[0], app2: apps[1], maintenance })
  stack.origin = stack.url = entry.url

  // What systemd does with the units.
  const running = new Map()
  let exitOfMigration = 0, wordsOfMigration = ''
  const migrateSettings = {}
  const environment = () => ({ GAVEL_PG_URL: stack.pg.url(), GAVEL_MAIL_SITE_URL: entry.url, GAVEL_HTTP_TRUSTED_PROXIES: '127.0.0.1/32', GAVEL_STORAGE_FOLDER: join(dir, 'media'), GAVEL_WEB_ROOT: pages, ...stack.serverEnv })
  const systemctl = {
    async start(unit) {
      if (unit === 'gavel-migrate.service') {
        const job = new Process('migrate', join(current, 'gavel'), ['migrate'], { dir, env: { ...environment(), ...migrateSettings } })
        exitOfMigration = (await job.ended).code
        wordsOfMigration = job.output
        return [0, 10].includes(exitOfMigration) ? 0 : 1
      }
      const { port, opsPort } = apps[Number(unit.split('@')[1]) - 1]
      running.set(unit, new Process(unit, join(current, 'gavel'), ['serve'], { dir, env: { ...environment(), GAVEL_HTTP_LISTEN: `127.0.0.1:${port}`, GAVEL_OPS_LISTEN: `127.0.0.1:${opsPort}` } }))
      return 0
    },
    async stop(unit) { await running.get(unit)?.stop(); running.delete(unit); return 0 },
    'is-active': async unit => running.get(unit)?.alive ? 0 : 3,
  }
  const control = createServer(async (request, response) => {
    const words = new URL(request.url, 'http://x').searchParams.getAll('word')
    const units = words.slice(1).filter(each => !each.startsWith('-'))
    if (words[0] === 'show') return response.end(`${exitOfMigration}\n0\n`)
    if (words[0] === 'journal') return response.end(wordsOfMigration)
    const codes = await Promise.all(units.map(each => systemctl[words[0]](each)))
    response.end(`\n${Math.max(...codes)}\n`)
  }).listen(0, '127.0.0.1')
  await once(control, 'listening')
  const bin = join(dir, 'bin')
  mkdirSync(bin)
  writeFileSync(join(bin, 'systemctl'), `#!/bin/sh
for each; do words="$words --data-urlencode word=$each"; done
answer=$(curl --silent --get $words http://127.0.0.1:${control.address().port}/)
printf '%s\\n' "$answer" | head -n 1
exit "$(printf '%s\\n' "$answer" | tail -n 1)"
`)
  writeFileSync(join(bin, 'journalctl'), `#!/bin/sh\nexec curl --silent 'http://127.0.0.1:${control.address().port}/?word=journal'\n`)
  for (const each of ['systemctl', 'journalctl']) chmodSync(join(bin, each), 0o755)

  const machine = {
    stack, entry, apps, running, dir, migrateSettings,
    get mode() { return readFileSync(entry.switch, 'utf8').trim() },
    get recorded() { return JSON.parse(readFileSync(join(dir, 'delivery/state.json'), 'utf8')) },
    get release() { return readlinkSync(current).split('/').at(-1) },
    /** deploy/deliver; `seen(line)` is told every line at once. */
    async deliver(words, { seen = () => {}, env: more = {} } = {}) {
      const child = spawn(join(root, 'deploy/deliver'), words, { stdio: ['ignore', 'pipe', 'pipe'], env: {
        PATH: `${bin}:${process.env.PATH}`, HOME: dir, DELIVER_CONFIG: join(dir, 'none'), DELIVER_DRIVER: 'systemd', DELIVER_SITE: entry.url, DELIVER_PROBE_OPTIONS: `--cacert ${entry.certificate.certificate}`,
        DELIVER_HAPROXY_CONTROL: entry.control, DELIVER_SWITCH_FILE: entry.switch, DELIVER_SWITCH_NAME: entry.switch, DELIVER_SERVERS: 'app1 app2',
        DELIVER_SMOKE_AT: apps.map(each => `127.0.0.1:${each.port}`).join(' '), DELIVER_RECORDS: join(dir, 'delivery'), DELIVER_RELEASES: releases,
        DELIVER_CURRENT: current, DELIVER_UNITS: 'gavel@1 gavel@2', DELIVER_POLL_S: '0.1', ...more,
      } })
      let output = ''
      const keep = (chunk) => { output += chunk; for (const line of String(chunk).split('\n')) if (line) seen(line) }
      child.stdout.on('data', keep)
      child.stderr.on('data', keep)
      const [code] = await once(child, 'close')
      return { code, output }
    },
    async stop() {
      for (const each of running.values()) await each.stop()
      await maintenance.stop()
      await entry.stop()
      control.closeAllConnections()
      control.close()
      await stack.stop()
    },
  }
  await Promise.all(['gavel@1', 'gavel@2'].map(systemctl.start))
  for (const each of ['app1', 'app2']) {
    await eventually(`${each} is up for HAProxy`, () => entry.ask('show stat').split('\n').some(line => line.startsWith(`app,${each},`) && line.split(',')[17] === 'UP'), 30_000)
  }
  return machine
}
export const machineIsPossible = ['haproxy', 'socat', 'jq', 'curl'].every((each) => { try { execFileSync('sh', ['-c', `command -v ${each}`]); return true } catch { return false } }) && existsSync(gavelBinary)
