// The real servers a test needs: PostgreSQL, Redis, HAProxy, each private, on free ports, in a folder of its own.
import { execFileSync } from 'node:child_process'
import { chownSync, chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Process, eventually, freePort } from './process.mjs'

export const root = new URL('../..', import.meta.url).pathname.replace(/\/$/, '')
const isRoot = process.getuid() === 0
const asPostgres = isRoot ? ['runuser', '-u', 'postgres', '--'] : []

/** A fresh folder below var/, or in the temporary folder if the postgres user could not reach it there. */
export function scratch(name) {
  mkdirSync(join(root, 'var'), { recursive: true })
  let base = join(root, 'var')
  if (isRoot) {
    try { execFileSync('runuser', ['-u', 'postgres', '--', 'test', '-x', base], { stdio: 'ignore' }) } catch { base = tmpdir() }
  }
  const dir = mkdtempSync(join(base, `test-${name}-`))
  chmodSync(dir, 0o755)
  return dir
}

function accepts(port) {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => { socket.destroy(); resolve(true) })
    socket.on('error', () => resolve(false))
  })
}

export function postgresFolder() {
  const base = '/usr/lib/postgresql'
  const newest = readdirSync(base).map(Number).sort((a, b) => b - a)[0]
  return join(base, String(newest), 'bin')
}

export class Postgres {
  name = 'pg'
  settings = []

  static async start(dir, { fsync = false, name = 'pg' } = {}) {
    const pg = await Postgres.#in(dir, name, { fsync })
    pg.run('initdb', '-D', join(pg.dir, 'data'), '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C.UTF-8', '--no-sync')
    await pg.up()
    return pg
  }

  /** A streaming standby of `primary`. `settings`: words for its command line. */
  static async standbyOf(primary, dir, { name = 'standby', settings = [] } = {}) {
    const pg = await Postgres.#in(dir, name, { fsync: primary.fsync })
    pg.settings = settings
    pg.run('pg_basebackup', '-D', join(pg.dir, 'data'), '-d', primary.url('postgres'), '-R', '-X', 'stream', '--checkpoint=fast', '--no-sync')
    await pg.up()
    return pg
  }

  static async #in(dir, name, { fsync }) {
    const pg = Object.assign(new Postgres(), { bin: postgresFolder(), name, dir: join(dir, name), port: await freePort(), logs: dir, fsync })
    mkdirSync(pg.dir)
    if (isRoot) {
      const uid = Number(execFileSync('id', ['-u', 'postgres']))
      chownSync(pg.dir, uid, uid)
    }
    return pg
  }

  run(program, ...args) {
    const [command, ...rest] = [...asPostgres, join(this.bin, program), ...args]
    return execFileSync(command, rest, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
  }

  async up() {
    const [command, ...rest] = [...asPostgres, join(this.bin, 'postgres'), '-D', join(this.dir, 'data'), '-p', String(this.port),
      '-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories=', '-c', 'max_connections=200', '-c', 'shared_buffers=64MB',
      '-c', `fsync=${this.fsync ? 'on' : 'off'}`, ...this.settings.flatMap(each => ['-c', each])]
    this.process = new Process(this.name === 'pg' ? 'postgres' : `postgres-${this.name}`, command, rest, { dir: this.logs })
    await eventually('PostgreSQL answers', () => {
      if (!this.process.alive) throw new Error(this.process.output)
      try { this.run('pg_isready', '-h', '127.0.0.1', '-p', String(this.port)); return true } catch { return false }
    }, 30_000)
  }

  url(database = 'gavel', user = 'postgres', port = this.port) { return `postgresql://${user}@127.0.0.1:${port}/${database}` }
  sql(text, database = 'gavel') {
    return execFileSync('psql', ['-X', '-q', '-A', '-t', '-v', 'ON_ERROR_STOP=1', this.url(database), '-c', text],
      { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], maxBuffer: 1 << 28 }).trim()
  }

  /** Ends at once without a checkpoint, as a power cut would; `up()` recovers. */
  async crash() {
    try { this.run('pg_ctl', '-D', join(this.dir, 'data'), '-m', 'immediate', '-w', 'stop') } catch { /* it may be gone already */ }
    await this.process.ended
  }

  async stop() { await this.crash() }
}

export class Redis {
  static async start(dir) {
    const redis = new Redis()
    redis.port = await freePort()
    redis.dir = dir
    await redis.up()
    return redis
  }

  async up() {
    this.process = new Process('redis', 'redis-server', ['--port', String(this.port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', this.dir],
      { dir: this.dir })
    await eventually('Redis answers', () => accepts(this.port))
  }

  get url() { return `redis://127.0.0.1:${this.port}` }
  async stop() { await this.process.stop('SIGKILL') }
}

export class Haproxy {
  /** One frontend over several ports of the application, health-checked on their operations ports. */
  static async start(dir, servers) {
    const proxy = new Haproxy()
    proxy.port = await freePort()
    const config = join(dir, 'haproxy.cfg')
    writeFileSync(config, `
defaults
  mode http
  timeout connect 2s
  timeout client 60s
  timeout server 60s
  option forwardfor
  option redispatch
  retries 2
frontend in
  bind 127.0.0.1:${proxy.port}
  default_backend gavel
backend gavel
  balance roundrobin
  option httpchk GET /readyz
${servers.map((each, i) => `  server s${i} 127.0.0.1:${each.port} check port ${each.opsPort} inter 200ms fall 1 rise 1`).join('\n')}
`)
    proxy.process = new Process('haproxy', 'haproxy', ['-db', '-f', config], { dir })
    await eventually('HAProxy answers', () => accepts(proxy.port))
    return proxy
  }

  get url() { return `http://127.0.0.1:${this.port}` }
  async stop() { await this.process.stop('SIGKILL') }
}

export function removeScratch(dir) { if (existsSync(dir)) rmSync(dir, { recursive: true, force: true }) }
export { accepts }
