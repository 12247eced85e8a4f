// Visitors of a site during a delivery: requests at a steady rate, each of which is told apart by what answered, and open pages with live prices.
import { Agent, request } from 'node:https'
import { openStream } from '../harness/client.mjs'

/** Which of the two answered, or what is wrong with the answer. */
export function answeredBy(status, headers) {
  if (headers['x-auction-mode'] === 'live' && status >= 200 && status < 500) return 'live'
  if (headers['x-auction-mode'] === 'maintenance' && status === 503 && Number(headers['retry-after']) > 0 && headers['cache-control'] === 'no-store') return 'maintenance'
  return `${status} ${JSON.stringify(headers)}`
}

export class Visitors {
  /** `requests()` gives the next {method, path, headers, body}; half of them come over connections that stay open, half over new ones. */
  constructor(url, perSecond, requests) {
    Object.assign(this, { url: new URL(url), requests, answers: [], open: 0, kept: new Agent({ keepAlive: true, maxSockets: 20 }), turn: 0 })
    this.timer = setInterval(() => this.#ask(), 1000 / perSecond)
  }

  #ask() {
    const { method = 'GET', path, headers = {}, body } = this.requests()
    const fresh = this.turn++ % 2 === 0
    const entry = { method, path, began: Date.now(), fresh }
    this.answers.push(entry)
    ++this.open
    const end = (by) => {
      if (entry.by) return
      Object.assign(entry, { by, ended: Date.now() })
      --this.open
    }
    const ask = request({
      hostname: this.url.hostname, port: this.url.port, method, path, timeout: 20_000, agent: fresh ? false : this.kept,
      headers: { ...headers, ...(body ? { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) } : {}) },
    }, (response) => {
      response.resume()
      response.on('end', () => end(answeredBy(response.statusCode, response.headers)))
      response.on('error', error => end(`broken: ${error.message}`))
    })
    ask.on('timeout', () => ask.destroy(new Error('no answer')))
    ask.on('error', (error) => {
      // A connection that was kept and closed in the same moment: browsers send such a request again, and so do visitors here.
      if (ask.reusedSocket && error.code === 'ECONNRESET' && method === 'GET') { this.answers.splice(this.answers.indexOf(entry), 1); --this.open; entry.by = 'again' } else end(`failed: ${error.code} ${error.message}`)
    })
    ask.end(body)
  }

  /** No more requests; resolves when all are answered. */
  async stop() {
    clearInterval(this.timer)
    while (this.open > 0) await new Promise(resolve => setTimeout(resolve, 20))
    this.kept.destroy()
  }

  count(by) { return this.answers.filter(each => each.by === by).length }
  get others() { return this.answers.filter(each => !['live', 'maintenance'].includes(each.by)) }
  /** From the last live answer before the page to the first one after it. */
  outage() {
    const page = this.answers.filter(each => each.by === 'maintenance')
    const [first, last] = [Math.min(...page.map(each => each.began)), Math.max(...page.map(each => each.began))]
    const after = this.answers.filter(each => each.by === 'live' && each.began > last).map(each => each.began)
    return { first, last, ms: Math.min(...after) - first }
  }
}

/** An open page with live prices: how many events it got and when its stream ended. */
export function openPage(url, lot) {
  const stream = openStream(url, `lots=${lot}`)
  const page = { events: 0, ended: undefined, close: stream.close }
  page.done = (async () => {
    try { for (;;) { if ((await stream.events.next()).done) break; ++page.events } } catch (error) { page.error = error.message }
    page.ended = Date.now()
  })()
  return page
}
