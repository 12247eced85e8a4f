// One machine with containers, for deploy/deliver with the driver compose: real files, a real HAProxy. Containers are those of a stand-in for
// docker that does what it is told; the application and the page are small servers of this process.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { eventually, freePort } from '../harness/process.mjs'
import { removeScratch, root, scratch } from '../harness/servers.mjs'
import { Entry } from './machine.mjs'

export const image = digit => `registry.test/gavel@sha256:${digit.repeat(64)}`
const releases = { [image('a')]: '1.0.0', [image('b')]: '1.1.0' }

/** Runs release 1.0.0 of image a; image b is 1.1.0. */
export async function startCompose(name) {
  const dir = scratch(name)
  const [folder, bin, running] = [join(dir, 'compose'), join(dir, 'bin'), join(dir, 'running')]
  for (const each of [folder, bin]) mkdirSync(each)
  writeFileSync(join(folder, '.env'), `SITE_NAME=auction.test\nAPP_IMAGE=${image('a')}\nAPP_RELEASE=1.0.0\n`)
  // The application is there while the stand-in says so.
  const app = createServer((asked, response) => {
    if (!existsSync(running)) return asked.socket.destroy()
    const release = releases[readFileSync(running, 'utf8').trim()]
    response.writeHead(200, { 'x-auction-mode': 'live', 'x-auction-release': release, 'content-type': asked.url.startsWith('/api/v1/stream') ? 'text/event-stream' : 'application/json' })
    response.end('{"items": []}')
  }).listen(0, '127.0.0.1')
  const page = createServer((asked, response) => response.writeHead(asked.url === '/healthz' ? 200 : 503, { 'x-auction-mode': 'maintenance', 'retry-after': '30' }).end()).listen(0, '127.0.0.1')
  await Promise.all([once(app, 'listening'), once(page, 'listening')])
  const at = server => ({ port: server.address().port, opsPort: server.address().port })
  writeFileSync(running, image('a'))
  const nobody = await freePort()
  const entry = await Entry.start(dir, { app1: at(app), app2: { port: nobody, opsPort: nobody }, maintenance: at(page) })
  await eventually('both are up', () => ['app,app1', 'maintenance,page'].every(each => entry.ask('show stat').split('\n').some(line => line.startsWith(`${each},`) && line.split(',')[17] === 'UP')))
  writeFileSync(join(bin, 'docker'), `#!/bin/sh
shift
echo "$*" >>${dir}/told
case "$*" in
  stop*) rm -f ${running} ;;
  *"--status running"*) [ ! -f ${running} ] || echo abc ;;
  "up --detach"*) sed -n 's/^APP_IMAGE=//p' .env >${running}.new && mv ${running}.new ${running} ;;
  *migrate) exec sh ${dir}/migrate ;;
esac
`)
  chmodSync(join(bin, 'docker'), 0o755)

  const compose = {
    dir, entry,
    get mode() { return readFileSync(entry.switch, 'utf8').trim() },
    get env() { return readFileSync(join(folder, '.env'), 'utf8') },
    get release() { return /^APP_RELEASE=(.*)$/m.exec(this.env)[1] },
    get recorded() { return JSON.parse(readFileSync(join(dir, 'delivery/state.json'), 'utf8')) },
    /** deploy/deliver; `migrate` is what the container of the migration does, in words of a shell; `seen(line)` is told every line at once. */
    async deliver(words, { migrate = 'exit 0', seen = () => {} } = {}) {
      writeFileSync(join(dir, 'migrate'), migrate)
      writeFileSync(join(dir, 'told'), '')
      const child = spawn(join(root, 'deploy/deliver'), words, { stdio: ['ignore', 'pipe', 'pipe'], env: {
        PATH: `${bin}:${process.env.PATH}`, HOME: dir, DELIVER_CONFIG: join(dir, 'none'), DELIVER_DRIVER: 'compose', DELIVER_SITE: entry.url,
        DELIVER_PROBE_OPTIONS: `--cacert ${entry.certificate.certificate}`, DELIVER_HAPROXY_CONTROL: entry.control, DELIVER_SWITCH_FILE: entry.switch, DELIVER_SWITCH_NAME: entry.switch,
        DELIVER_SMOKE_AT: `127.0.0.1:${app.address().port}`, DELIVER_RECORDS: join(dir, 'delivery'), DELIVER_COMPOSE_FOLDER: folder, DELIVER_POLL_S: '0.1', DELIVER_PROBES: '3',
        DELIVER_BACKUP_COMMAND: `echo a backup >> ${join(dir, 'told')}`,
      } })
      let output = ''
      for (const each of [child.stdout, child.stderr]) each.on('data', (chunk) => { output += chunk; for (const line of String(chunk).split('\n')) if (line) seen(line) })
      const [code] = await once(child, 'close')
      const told = readFileSync(join(dir, 'told'), 'utf8').trim().split('\n').filter(each => !each.startsWith('ps '))
      return { code, output, told }
    },
    async stop() {
      await entry.stop()
      for (const each of [app, page]) { each.closeAllConnections(); each.close() }
      removeScratch(dir)
    },
  }
  return compose
}
