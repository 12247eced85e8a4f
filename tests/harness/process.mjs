// Child processes of a test: started, watched, stopped; their output kept for the day one of them fails.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'

const running = new Set()
process.on('exit', () => { for (const each of running) each.kill('SIGKILL') })
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(1))

// A hundred ports of this process's own, below those that the system gives to outgoing connections (from 32768) and apart from those of rgw.sh: between
// the look and the moment when a server listens there, neither a connection nor a test that runs beside this one takes it.
const first_port = 10_000 + (process.pid % 100) * 100
let ports_given = Math.floor(Math.random() * 100)

/** A port nobody listens on. */
export async function freePort() {
  for (let tries = 0; tries < 100; ++tries) {
    const port = first_port + ports_given++ % 100
    const probe = createServer()
    const free = await new Promise((resolve) => {
      probe.once('error', () => resolve(false)).listen(port, '127.0.0.1', () => resolve(true))
    })
    if (!free) continue
    probe.close()
    await once(probe, 'close')
    return port
  }
  throw new Error(`no port from ${first_port} to ${first_port + 99} is free`)
}

/** Polls `check` until it answers something true; throws with `what` after `ms`. */
export async function eventually(what, check, ms = 15_000) {
  const end = Date.now() + ms
  let last
  for (;;) {
    try {
      const answer = await check()
      if (answer) return answer
    } catch (error) { last = error }
    if (Date.now() > end) throw new Error(`not within ${ms} ms: ${what}${last ? ` (${last.message})` : ''}`)
    await new Promise(resolve => setTimeout(resolve, 20))
  }
}

export class Process {
  /** @param options.dir where <name>.log goes; options.env added to the environment */
  constructor(name, command, args, { dir, env = {}, cwd } = {}) {
    this.name = name
    this.log = join(dir, `${name}.log`)
    const log = createWriteStream(this.log, { flags: 'a' })
    this.child = spawn(command, args, { env: { ...process.env, ...env }, cwd, stdio: ['ignore', 'pipe', 'pipe'] })
    this.output = ''
    const keep = (chunk) => { this.output = (this.output + chunk).slice(-100_000); log.write(chunk) }
    this.child.stdout.on('data', keep)
    this.child.stderr.on('data', keep)
    this.ended = new Promise(resolve => this.child.once('close', (code, signal) => {
      running.delete(this.child)
      log.end()
      resolve({ code, signal })
    }))
    this.child.once('error', (error) => { this.output += String(error) })
    running.add(this.child)
  }

  get alive() { return this.child.exitCode === null && this.child.signalCode === null }

  kill(signal = 'SIGKILL') { this.child.kill(signal) }

  /** Asks to stop, insists after `ms`; gives {code, signal}. */
  async stop(signal = 'SIGTERM', ms = 15_000) {
    if (this.alive) this.child.kill(signal)
    const insist = setTimeout(() => this.child.kill('SIGKILL'), ms)
    const end = await this.ended
    clearTimeout(insist)
    return end
  }
}
