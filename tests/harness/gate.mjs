// A TCP gate between two programs: everything passes until the test stalls it, cuts it or loses what one side says.
import { once } from 'node:events'
import { connect, createServer } from 'node:net'

export class Gate {
  /** Listens on a free port of 127.0.0.1 and passes everything on to `port` there. */
  static async to(port) {
    const gate = new Gate()
    Object.assign(gate, { target: port, pairs: new Set(), stalled: false, closed: false })
    gate.server = createServer(from => gate.#join(from)).listen(0, '127.0.0.1')
    await once(gate.server, 'listening')
    gate.port = gate.server.address().port
    return gate
  }

  get url() { return `http://127.0.0.1:${this.port}` }
  get connections() { return this.pairs.size }

  #join(from) {
    if (this.closed) return from.resetAndDestroy()
    const to = connect(this.target, '127.0.0.1')
    const pair = { from, to, deaf: false }
    this.pairs.add(pair)
    const end = () => {
      this.pairs.delete(pair)
      from.destroy()
      to.destroy()
    }
    for (const each of [from, to]) each.setNoDelay(true).on('error', end).on('close', end)
    if (this.stalled) for (const each of [from, to]) each.pause()
    this.#pass(from, to, bytes => !this.watch?.(bytes))
    this.#pass(to, from, () => !pair.deaf || end())
  }

  #pass(source, sink, wanted) {
    source.on('data', (bytes) => {
      if (!wanted(bytes)) return
      if (sink.write(bytes)) return
      source.pause()
      sink.once('drain', () => { if (!this.stalled) source.resume() })
    })
  }

  #some(share, random) { return [...this.pairs].filter(() => random() < share) }

  /** Cuts a share of the connections in both directions at once. */
  cut(share = 1, random = Math.random) { for (const { from } of this.#some(share, random)) from.resetAndDestroy() }

  /** What the far side says next on a share of the connections never arrives: it has done the work, its answer is lost, the connection ends. */
  loseAnswers(share = 1, random = Math.random) { for (const each of this.#some(share, random)) each.deaf = true }

  /** Nothing passes any more in either direction, on old and on new connections, until resume(). */
  stall() {
    this.stalled = true
    for (const { from, to } of this.pairs) for (const each of [from, to]) each.pause()
  }

  resume() {
    this.stalled = false
    for (const { from, to } of this.pairs) for (const each of [from, to]) each.resume()
  }

  /** Stalls and resumes after `ms`. */
  async stallFor(ms) {
    this.stall()
    await new Promise(resolve => setTimeout(resolve, ms))
    this.resume()
  }

  /** Cuts all connections and refuses new ones until open(). */
  close() {
    this.closed = true
    this.cut()
  }

  open() { this.closed = false }

  /** Closes itself the moment bytes on their way to the far side hold `text`, which never arrive; resolves then. */
  closeAt(text) {
    return new Promise((resolve) => {
      this.watch = (bytes) => {
        if (!bytes.includes(text)) return false
        this.watch = undefined
        this.close()
        resolve()
        return true
      }
    })
  }

  async stop() {
    this.close()
    this.server.close()
    await once(this.server, 'close')
  }
}
