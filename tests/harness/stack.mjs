// Gavel itself, as a test wants it: database migrated, one or more `gavel serve`, `gavel-sim` for letters and card payments.
import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { Gate } from './gate.mjs'
import { Process, eventually, freePort } from './process.mjs'
import { S3 } from './s3.mjs'
import { Haproxy, Postgres, Redis, removeScratch, root, scratch } from './servers.mjs'

const build = join(root, 'build', process.env.GAVEL_TEST_PRESET ?? 'release')
export const gavelBinary = join(build, 'src/app/gavel')
// A probe that nobody answers must not outlive the patience of the one who asks.
const soon = () => ({ signal: AbortSignal.timeout(2000) })
export const simBinary = join(build, 'sim/gavel-sim')

export class Gavel {
  static async start(stack, name, env = {}) {
    const gavel = new Gavel()
    Object.assign(gavel, { stack, name, env, port: await freePort(), opsPort: await freePort() })
    await gavel.up()
    return gavel
  }

  get url() { return `http://127.0.0.1:${this.port}` }

  async up({ ready = true } = {}) {
    const { stack } = this
    this.process = new Process(this.name, gavelBinary, ['serve'], {
      dir: stack.dir,
      env: {
        GAVEL_PG_URL: stack.pg.url('gavel', 'postgres', stack.gate?.port), GAVEL_REDIS_URL: stack.redis?.url ?? '',
        GAVEL_HTTP_LISTEN: `127.0.0.1:${this.port}`, GAVEL_OPS_LISTEN: `127.0.0.1:${this.opsPort}`,
        GAVEL_MAIL_SITE_URL: stack.origin ?? this.url, GAVEL_HTTP_TRUSTED_PROXIES: '127.0.0.1/32',
        GAVEL_STORAGE_FOLDER: join(stack.dir, 'media'), ...stack.serverEnv, ...this.env,
      },
    })
    if (ready) await this.ready()
  }

  async ready() {
    await eventually(`${this.name} is ready`, async () => {
      if (!this.process.alive) throw new Error(this.process.output.slice(-2000))
      return (await fetch(`http://127.0.0.1:${this.opsPort}/readyz`, soon())).ok
    })
  }

  stop() { return this.process.stop() }
}

/**
 * @param options.serves how many servers; options.redis false for none; options.proxy true for HAProxy in front;
 *   options.env environment of the servers; options.durable true to keep fsync on;
 *   options.fondySpeed how many times faster the clock of the payment gateway runs;
 *   options.gate true for a gate between servers and PostgreSQL; options.s3 true to keep files in a real S3 server, behind a gate
 * @returns stack with {url, servers, pg, gate, redis, proxy, s3, storeGate, mailbox, fondy, gavel(...words), stop()}
 */
export async function startStack(name, { serves = 1, redis = true, proxy = false, web = false, env = {}, durable = false, gate = false, s3 = false, fondySpeed = 1 } = {}) {
  for (const binary of [gavelBinary, simBinary]) if (!existsSync(binary)) throw new Error(`${binary} is not built: cmake --build --preset release`)
  const stack = { dir: scratch(name), servers: [] }
  const parts = []
  /** What an operator types on the server's machine, with the settings of the servers; its output. Past the gates, which wait meanwhile. */
  stack.gavel = (...words) => execFileSync(gavelBinary, words, {
    encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, GAVEL_PG_URL: stack.pg.url(), GAVEL_STORAGE_FOLDER: join(stack.dir, 'media'), GAVEL_MAIL_SITE_URL: stack.url, ...stack.serverEnv, ...stack.s3?.env() },
  })
  stack.stop = async () => {
    for (const each of [...stack.servers].reverse()) await each.process.stop()
    for (const each of parts.reverse()) await each.stop()
    removeScratch(stack.dir)
  }
  try {
    stack.pg = await Postgres.start(stack.dir, { fsync: durable })
    parts.push(stack.pg)
    stack.pg.sql('create database gavel', 'postgres')
    if (gate) parts.push(stack.gate = await Gate.to(stack.pg.port))
    if (redis) parts.push(stack.redis = await Redis.start(stack.dir))
    if (s3) {
      parts.push(stack.s3 = await S3.start(stack.dir))
      parts.push(stack.storeGate = await Gate.to(Number(new URL(stack.s3.endpoint).port)))
    }
    stack.gavel('migrate')

    const [smtpPort, mailPort, fondyPort] = [await freePort(), await freePort(), await freePort()]
    const sim = new Process('sim', simBinary, ['--smtp-port', smtpPort, '--http-port', mailPort, '--fondy-port', fondyPort, '--fondy-speed', fondySpeed].map(String), { dir: stack.dir })
    parts.push(sim)
    stack.mailbox = `http://127.0.0.1:${mailPort}`
    stack.fondy = `http://127.0.0.1:${fondyPort}`
    await eventually('the mailbox answers', async () => (await fetch(`${stack.mailbox}/api/messages?to=nobody`, soon())).ok)

    stack.serverEnv = {
      GAVEL_SMTP_URL: `smtp://127.0.0.1:${smtpPort}`, GAVEL_SMTP_REQUIRE_TLS: 'false', GAVEL_MAIL_FROM: 'gavel@auction.test',
      GAVEL_FONDY_URL: stack.fondy, GAVEL_FONDY_MERCHANT_ID: '1396424', GAVEL_FONDY_KEY: 'test', GAVEL_PAYMENTS_POLL_INTERVAL_S: '5',
      // A stack's people all come from one address: more of them than an hour lets one address register.
      GAVEL_ACCOUNTS_REGISTER_PER_CLIENT_MAX: '10000', GAVEL_ACCOUNTS_SIGN_IN_PER_CLIENT_MAX: '10000',
      ...(web ? { GAVEL_WEB_ROOT: join(root, 'web/.output/public') } : {}), ...stack.s3?.env(stack.storeGate.url), ...env,
    }
    if (proxy) {
      // The proxy's address must be known before the servers start: it is their public origin.
      const ports = []
      for (let i = 0; i < serves; ++i) ports.push({ port: await freePort(), opsPort: await freePort() })
      stack.proxy = await Haproxy.start(stack.dir, ports)
      parts.push(stack.proxy)
      stack.origin = stack.proxy.url
      for (const [i, each] of ports.entries()) {
        const server = Object.assign(new Gavel(), { stack, name: `serve${i}`, env: {}, ...each })
        stack.servers.push(server)
        await server.up()
      }
      await eventually('HAProxy sees the servers', async () => (await fetch(`${stack.proxy.url}/api/v1/categories`, soon())).ok)
    } else {
      for (let i = 0; i < serves; ++i) stack.servers.push(await Gavel.start(stack, `serve${i}`))
    }
    stack.url = stack.proxy?.url ?? stack.servers[0]?.url
    if (s3) stack.gavel('media', 'setup')
    return stack
  } catch (error) {
    await stack.stop()
    throw error
  }
}
