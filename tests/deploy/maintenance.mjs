// `gavel maintenance` for tests, and raw questions to a port.
import { once } from 'node:events'
import { connect } from 'node:net'
import { Process, eventually, freePort } from '../harness/process.mjs'
import { gavelBinary } from '../harness/stack.mjs'

export class Maintenance {
  static async start(dir, env = {}) {
    const standIn = new Maintenance()
    Object.assign(standIn, { port: await freePort(), opsPort: await freePort() })
    standIn.process = new Process('maintenance', gavelBinary, ['maintenance'], {
      dir, env: { GAVEL_HTTP_LISTEN: `127.0.0.1:${standIn.port}`, GAVEL_OPS_LISTEN: `127.0.0.1:${standIn.opsPort}`, GAVEL_HTTP_TRUSTED_PROXIES: '127.0.0.1/32', ...env },
    })
    await eventually('maintenance is ready', async () => {
      if (!standIn.process.alive) throw new Error(standIn.process.output)
      return (await fetch(`http://127.0.0.1:${standIn.opsPort}/readyz`)).ok
    })
    return standIn
  }

  get url() { return `http://127.0.0.1:${this.port}` }
  stop() { return this.process.stop() }
}

/** Sends exactly `bytes`; everything that comes until the server ends the connection. */
export async function raw(port, bytes) {
  const socket = connect(port, '127.0.0.1')
  let text = ''
  socket.setEncoding('utf8').on('data', (piece) => { text += piece })
  socket.on('error', () => {})
  socket.write(bytes)
  await once(socket, 'close', { signal: AbortSignal.timeout(10_000) })
  return text
}
