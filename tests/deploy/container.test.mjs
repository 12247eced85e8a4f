// The image: its last stage built from the program and the pages that were built for the other tests, then run as a cluster runs it: as
// 65532, without capabilities, on a file system that cannot be written.
import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { Process, eventually, freePort } from '../harness/process.mjs'
import { removeScratch, root, scratch } from '../harness/servers.mjs'
import { gavelBinary, startStack } from '../harness/stack.mjs'
import { Podman } from './podman.mjs'
import { everything, needsKubectl, podOf } from './rendered.mjs'

const size_max = 180e6
const dir = scratch('container')
const pages = join(root, 'web/.output/public')
mkdirSync(join(dir, 'probe'))
const missing = Podman.missing(join(dir, 'probe')) || (existsSync(pages) ? '' : 'the pages are not built')
if (missing) console.log(`# skipped: ${missing}`)
process.on('exit', () => removeScratch(dir))

describe('the image', { skip: missing || false, timeout: 180_000 }, () => {
  let podman, stack
  const confined = ['--network', 'host', '--read-only', '--read-only-tmpfs=false', '--tmpfs', '/tmp', '--cap-drop', 'all', '--security-opt', 'no-new-privileges', '--pull', 'never']
  const settings = env => Object.entries(env).flatMap(([name, value]) => ['--env', `${name}=${value}`])

  /** A command in a container, watched like any process of a test. */
  function start(name, words, env) {
    const [program, ...args] = podman.command('run', '--rm', '--name', name, ...confined, ...settings(env), 'gavel-test', ...words)
    return new Process(name, program, args, { dir, env: podman.env })
  }

  before(async () => {
    podman = new Podman(dir)
    execFileSync(join(root, 'deploy/container/collect.sh'), [gavelBinary, pages, join(dir, 'filled/image')], { stdio: ['ignore', 'pipe', 'pipe'] })
    podman.run('build', '--isolation', 'chroot', '--network', 'host', '--target', 'runtime', '--build-context', `image=${join(dir, 'filled')}`,
      '-f', join(root, 'deploy/container/Containerfile'), '-t', 'gavel-test', root)
    stack = await startStack('container-stack', { redis: false })
  })
  after(async () => {
    await stack?.stop()
    podman.try('rmi', '--all', '--force')
  })

  test('is small and says who it runs as', () => {
    const [{ Size: size, Config: config }] = JSON.parse(podman.run('image', 'inspect', 'gavel-test'))
    console.log(`# the image has ${Math.round(size / 1e6)} MB`)
    assert.ok(size <= size_max, `${size} bytes`)
    assert.equal(config.User, '65532:65532')
    assert.deepEqual(Object.keys(config.ExposedPorts).sort(), ['8080/tcp', '8081/tcp'])
  })

  test('holds every library, also of its plug-ins, and no shell', () => {
    const at = join(dir, 'filled/image')
    const found = spawnSync('chroot', [at, '/usr/local/bin/gavel', '--version'], { encoding: 'utf8' })
    if (!found.error && process.getuid() === 0) assert.equal(found.status, 0, found.stderr)
    // What backups start, run by the loader of the image.
    for (const program of ['pg_dump', 'pg_restore']) {
      const client = spawnSync('chroot', [at, `/usr/bin/${program}`, '--version'], { encoding: 'utf8' })
      if (!client.error && process.getuid() === 0) assert.match(client.stdout, /PostgreSQL/, client.stderr)
    }
    assert.ok(!existsSync(join(at, 'usr/bin/sh')))
    assert.ok(existsSync(join(at, 'var/lib/dpkg/status.d/libc6')), 'scanners see the packages')
  })

  test('gavel migrate', async () => {
    stack.pg.sql('create database contained', 'postgres')
    const env = { GAVEL_PG_URL: stack.pg.url('contained') }
    const ends = async name => (await start(name, ['migrate'], env).ended).code
    assert.equal(await ends('migrate1'), 0)
    assert.equal(await ends('migrate2'), 10)
  })

  test('gavel maintenance', async () => {
    const [port, opsPort] = [await freePort(), await freePort()]
    const standIn = start('maintenance', ['maintenance'], { GAVEL_HTTP_LISTEN: `127.0.0.1:${port}`, GAVEL_OPS_LISTEN: `127.0.0.1:${opsPort}` })
    await eventually('it is ready', async () => (await fetch(`http://127.0.0.1:${opsPort}/readyz`)).ok)
    assert.equal((await fetch(`http://127.0.0.1:${port}/`)).status, 503)
    podman.run('stop', 'maintenance')
    assert.equal((await standIn.ended).code, 0)
  })

  test('its pod, as the overlay small describes it', needsKubectl, async () => {
    const [port, opsPort] = [await freePort(), await freePort()]
    const objects = everything('small').filter(({ part }) => part === 'app').map(each => each.object)
    const { metadata, spec } = podOf(objects.find(({ kind }) => kind === 'DaemonSet'))
    // Where a pod may run, how it is found and probed is the business of the cluster; here it has the network of the machine and no claims.
    const { nodeSelector, tolerations, serviceAccountName, ...rest } = spec
    const [{ ports, startupProbe, readinessProbe, livenessProbe, lifecycle, ...container }] = spec.containers
    const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { ...metadata, name: 'app-pod' }, spec: { ...rest, hostNetwork: true,
      // podman 4.3 leaves the values of a Secret encoded: here they come by a ConfigMap, to the same place.
      volumes: spec.volumes.map(({ name, secret, ...each }) => secret ? { name, configMap: { name: secret.secretName } } : each.persistentVolumeClaim ? { name, emptyDir: {} } : { name, ...each }),
      containers: [{ ...container, image: 'localhost/gavel-test', imagePullPolicy: 'Never' }] } }
    const settings = objects.find(({ kind }) => kind === 'ConfigMap')
    const secret = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'gavel' }, data: {
      'pg-url': stack.pg.url(), 'network-secret': 'n'.repeat(64), 'redis-url': '', 'smtp-password': '', 'fondy-key': '', 's3-secret-key': '' } }
    const file = join(dir, 'pod.yaml')
    const data = { ...settings.data, GAVEL_HTTP_LISTEN: `127.0.0.1:${port}`, GAVEL_OPS_LISTEN: `127.0.0.1:${opsPort}` }
    writeFileSync(file, [{ ...settings, data }, secret, pod].map(each => JSON.stringify(each)).join('\n---\n'))
    podman.run('kube', 'play', file)
    try {
      await eventually('it is ready', async () => (await fetch(`http://127.0.0.1:${opsPort}/readyz`)).ok, 30_000)
        .catch((error) => { throw new Error(`${error.message}\n${podman.try('logs', 'app-pod-app').stderr}`) })
      assert.equal((await fetch(`http://127.0.0.1:${port}/api/v1/categories`)).status, 200)
      const [{ HostConfig: host }] = JSON.parse(podman.run('inspect', 'app-pod-app'))
      assert.equal(host.ReadonlyRootfs, true)
      const status = execFileSync('cat', [`/proc/${podman.run('inspect', 'app-pod-app', '--format', '{{.State.Pid}}')}/status`], { encoding: 'utf8' })
      for (const each of [/^Uid:\t65532\t65532/m, /^Gid:\t65532\t65532/m, /^CapEff:\t0000000000000000$/m, /^NoNewPrivs:\t1$/m]) assert.match(status, each)
    } finally { podman.try('kube', 'down', file) }
  })

  test('gavel serve: pages, API, and nothing it could write to', async () => {
    const [port, opsPort] = [await freePort(), await freePort()]
    const env = { ...stack.serverEnv, GAVEL_PG_URL: stack.pg.url(), GAVEL_HTTP_LISTEN: `127.0.0.1:${port}`, GAVEL_OPS_LISTEN: `127.0.0.1:${opsPort}`, GAVEL_STORAGE_FOLDER: '/tmp/media', GAVEL_REDIS_URL: '' }
    const began = performance.now()
    const server = start('serve', [], env)
    await eventually('it is ready', async () => {
      if (!server.alive) throw new Error(server.output)
      return (await fetch(`http://127.0.0.1:${opsPort}/readyz`)).ok
    }, 30_000)
    console.log(`# from "podman run" to ready: ${Math.round(performance.now() - began)} ms`)
    const page = await fetch(`http://127.0.0.1:${port}/`, { headers: { accept: 'text/html' } })
    assert.equal(page.status, 200)
    assert.equal(page.headers.get('x-auction-mode'), 'live')
    assert.equal((await fetch(`http://127.0.0.1:${port}/api/v1/categories`)).status, 200)
    const pid = podman.run('inspect', 'serve', '--format', '{{.State.Pid}}')
    const status = execFileSync('cat', [`/proc/${pid}/status`], { encoding: 'utf8' })
    assert.match(status, /^Uid:\t65532\t65532/m)
    assert.match(status, /^CapEff:\t0000000000000000$/m)
    assert.match(status, /^NoNewPrivs:\t1$/m)
    podman.run('stop', 'serve')
    assert.equal((await server.ended).code, 0)
  })
})
