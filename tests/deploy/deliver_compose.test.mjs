// deploy/deliver with the driver compose: real files, a real HAProxy; containers are those of a stand-in for docker that does what it is told.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { eventually, freePort } from '../harness/process.mjs'
import { removeScratch, root, scratch } from '../harness/servers.mjs'
import { Entry, machineIsPossible } from './machine.mjs'

const image = digit => `registry.test/gavel@sha256:${digit.repeat(64)}`

describe('a delivery with Compose', { skip: machineIsPossible ? false : 'haproxy, socat or jq is missing' }, () => {
  let dir, entry, app, page, folder, appPort
  before(async () => {
    dir = scratch('compose')
    folder = join(dir, 'compose')
    mkdirSync(folder)
    writeFileSync(join(folder, '.env'), `SITE_NAME=auction.test\nAPP_IMAGE=${image('a')}\nAPP_RELEASE=1.0.0\n`)
    // The application is there while the stand-in says so.
    app = createServer((asked, response) => {
      if (!existsSync(join(dir, 'running'))) return asked.socket.destroy()
      const release = readFileSync(join(dir, 'running'), 'utf8').trim() === image('b') ? '1.1.0' : '1.0.0'
      response.writeHead(200, { 'x-auction-mode': 'live', 'x-auction-release': release, 'content-type': asked.url.startsWith('/api/v1/stream') ? 'text/event-stream' : 'application/json' })
      response.end('{"items": []}')
    }).listen(0, '127.0.0.1')
    page = createServer((asked, response) => response.writeHead(asked.url === '/healthz' ? 200 : 503, { 'x-auction-mode': 'maintenance', 'retry-after': '30' }).end()).listen(0, '127.0.0.1')
    await Promise.all([once(app, 'listening'), once(page, 'listening')])
    const at = server => ({ port: server.address().port, opsPort: server.address().port })
    writeFileSync(join(dir, 'running'), image('a'))
    const nobody = await freePort()
    entry = await Entry.start(dir, { app1: at(app), app2: { port: nobody, opsPort: nobody }, maintenance: at(page) })
    await eventually('both are up', () => ['app,app1', 'maintenance,page'].every(each => entry.ask('show stat').split('\n').some(line => line.startsWith(`${each},`) && line.split(',')[17] === 'UP')))
    mkdirSync(join(dir, 'bin'))
    writeFileSync(join(dir, 'bin/docker'), `#!/bin/sh
shift
echo "$*" >>${dir}/told
case "$*" in
  stop*) rm -f ${dir}/running ;;
  *"--status running"*) [ ! -f ${dir}/running ] || echo abc ;;
  "up --detach"*) sed -n 's/^APP_IMAGE=//p' .env >${dir}/running ;;
  *migrate) cat ${dir}/migrate-exit >&2; exit "$(cat ${dir}/migrate-exit)" ;;
esac
`)
    chmodSync(join(dir, 'bin/docker'), 0o755)
    appPort = app.address().port
  })
  after(async () => {
    await entry?.stop()
    for (const each of [app, page]) { each?.closeAllConnections(); each?.close() }
    removeScratch(dir)
  })

  async function deliver(migrateExit, ...words) {
    writeFileSync(join(dir, 'migrate-exit'), String(migrateExit))
    writeFileSync(join(dir, 'told'), '')
    const child = spawn(join(root, 'deploy/deliver'), words, { stdio: ['ignore', 'pipe', 'pipe'], env: {
      PATH: `${join(dir, 'bin')}:${process.env.PATH}`, HOME: dir, DELIVER_CONFIG: join(dir, 'none'), DELIVER_DRIVER: 'compose', DELIVER_SITE: entry.url,
      DELIVER_PROBE_OPTIONS: `--cacert ${entry.certificate.certificate}`, DELIVER_HAPROXY_CONTROL: entry.control, DELIVER_SWITCH_FILE: entry.switch, DELIVER_SWITCH_NAME: entry.switch,
      DELIVER_SMOKE_AT: `127.0.0.1:${appPort}`, DELIVER_RECORDS: join(dir, 'delivery'), DELIVER_COMPOSE_FOLDER: folder, DELIVER_POLL_S: '0.1',
    } })
    let output = ''
    for (const each of [child.stdout, child.stderr]) each.on('data', (chunk) => { output += chunk })
    const [code] = await once(child, 'close')
    const told = readFileSync(join(dir, 'told'), 'utf8').trim().split('\n').filter(each => !each.startsWith('ps '))
    const recorded = JSON.parse(readFileSync(join(dir, 'delivery/state.json'), 'utf8'))
    return { code, output, told, recorded, env: readFileSync(join(folder, '.env'), 'utf8'), mode: readFileSync(entry.switch, 'utf8').trim() }
  }

  test('a migration that may not start: the former image is live again', async () => {
    const end = await deliver(12, 'deliver', '1.1.0', '--image', image('b'), '--anyway')
    assert.equal(end.code, 1, end.output)
    assert.deepEqual([end.mode, end.recorded.outcome, end.recorded.migration], ['mode live', 'aborted', 'refused'])
    assert.match(end.env, new RegExp(`^APP_IMAGE=${image('a')}$`, 'm'))
  })
  test('a migration that stopped half-way: the page stays; resumed, the release arrives', async () => {
    const stopped = await deliver(11, 'deliver', '1.1.0', '--image', image('b'), '--anyway')
    assert.equal(stopped.code, 3, stopped.output)
    assert.deepEqual([stopped.mode, stopped.recorded.outcome, stopped.recorded.resume_from], ['mode maintenance', 'failed', '3'])
    const end = await deliver(0, 'resume')
    assert.equal(end.code, 0, end.output)
    assert.deepEqual([end.mode, end.recorded.outcome, end.recorded.old_release], ['mode live', 'done', '1.0.0'])
    assert.match(end.env, new RegExp(`^SITE_NAME=auction.test\\nAPP_IMAGE=${image('b')}\\nAPP_RELEASE=1.1.0$`, 'm'))
    assert.deepEqual(end.told, ['up --no-start --no-deps app', 'run --rm --no-deps migrate', 'up --detach --no-deps app'])
  })
  test('a release without migrations arrives; before the outage it is downloaded and a backup is made', async () => {
    const end = await deliver(10, 'deliver', '1.0.0', '--image', image('a'), '--anyway')
    assert.equal(end.code, 0, end.output)
    assert.deepEqual(end.told, ['pull --quiet app', 'run --rm --no-deps backup backup run', 'stop --timeout 90 app', 'up --no-start --no-deps app', 'run --rm --no-deps migrate', 'up --detach --no-deps app'])
  })
})
