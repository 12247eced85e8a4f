// A person at the API: a cookie jar, the mailbox, and the few calls every test makes.
import { randomUUID } from 'node:crypto'
import { eventually } from './process.mjs'

export class Client {
  constructor(url, mailbox) { Object.assign(this, { url, mailbox, cookie: '', seen: [] }) }

  /** The same person through another server. */
  at(url) { return Object.assign(new Client(url, this.mailbox), { cookie: this.cookie, me: this.me, email: this.email }) }

  /** @returns {status, headers, body} with body parsed when it is JSON; `raw` sends the body as it stands, `signal` hangs up */
  async call(method, path, body, { headers = {}, raw = false, signal } = {}) {
    const response = await fetch(this.url + '/api/v1' + path, {
      method,
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...(this.cookie ? { cookie: this.cookie } : {}),
        ...(method === 'GET' ? {} : { origin: this.origin ?? this.url }), ...headers,
      },
      body: body === undefined || raw ? body : JSON.stringify(body),
      redirect: 'manual',
      signal,
    })
    for (const set of response.headers.getSetCookie()) this.cookie = set.split(';')[0]
    const text = await response.text()
    const type = response.headers.get('content-type') ?? ''
    const answer = { method, path, status: response.status, headers: response.headers, body: /json/.test(type) ? JSON.parse(text) : text }
    this.observe?.(answer)
    return answer
  }

  async ok(method, path, body, options) {
    const answer = await this.call(method, path, body, options)
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`)
    return answer.body
  }

  get(path) { return this.ok('GET', path) }
  post(path, body, options) { return this.ok('POST', path, body, options) }

  /** Registers, takes the link from the letter, confirms. */
  async register(name) {
    this.email = `${name.toLowerCase()}-${randomUUID().slice(0, 8)}@example.test`
    this.password = `correct horse ${name}`
    await this.post('/accounts', { email: this.email, password: this.password, display_name: name, language: 'en' })
    const letter = await this.letter(each => each.links.some(link => link.includes('token=')))
    const token = new URL(letter.links.find(link => link.includes('token='))).searchParams.get('token')
    this.me = await this.post('/accounts/confirmations', { token })
    return this
  }

  async letters() { return (await (await fetch(`${this.mailbox}/api/messages?to=${encodeURIComponent(this.email)}`)).json()).items }
  letter(matches) { return eventually('a letter arrives', async () => (await this.letters()).find(matches)) }

  /** A published lot; overrides go into the draft. */
  async lot(overrides = {}) {
    const draft = await this.post('/lots', {
      title: 'Silver hryvnia of Kyiv, 12th century', description: 'A **fine** piece.', category_id: await this.leaf(), condition: 'good', location: 'Kyiv',
      shipping: [{ method: 'nova_poshta', cost: null }], start_price: uah(100), duration_s: 3600, ...overrides,
    })
    return await this.post(`/lots/${draft.id}/publish`)
  }

  /** Begins an upload at `path` (e.g. /lots/1/photos) and sends it, as a page does; nothing waits for the check. */
  async upload(path, content, announced = {}) {
    const upload = await this.post(path, { content_type: 'image/png', bytes: content.length, ...announced })
    await this.sendMissing(upload, content)
    return await this.post(`/uploads/${upload.id}/completion`)
  }

  async sendMissing(upload, content) {
    for (const piece of upload.missing) {
      const ours = piece.url.startsWith('/')
      const response = await fetch(ours ? this.url + piece.url : piece.url, {
        method: 'PUT', body: content.subarray(piece.from, piece.to),
        headers: { ...piece.headers, ...(ours ? { cookie: this.cookie, origin: this.origin ?? this.url } : {}) },
      })
      if (!response.ok) throw new Error(`PUT ${piece.url}: ${response.status} ${await response.text()}`)
    }
  }

  /** The upload once it was decided about. */
  checked(id) {
    return eventually('the upload is checked', async () => {
      const upload = await this.get(`/uploads/${id}`)
      return ['ready', 'refused'].includes(upload.state) && upload
    }, 60_000)
  }

  async leaf() { return (await this.get('/categories')).items[0].children[0].id }
  bid(lot, hryvnias, key = randomUUID(), options = {}) {
    return this.call('POST', `/lots/${lot}/bids`, { max: uah(hryvnias) }, { ...options, headers: { 'idempotency-key': key } })
  }
}

export const uah = hryvnias => ({ amount: hryvnias * 100, currency: 'UAH' })

/** Events of /stream as an async iterator of {event, id, data}; `close()` ends it. */
export function openStream(url, query, { cookie, lastEventId } = {}) {
  const stop = new AbortController()
  async function* events() {
    const response = await fetch(`${url}/api/v1/stream?${query}`, {
      signal: stop.signal, headers: { accept: 'text/event-stream', ...(cookie ? { cookie } : {}), ...(lastEventId ? { 'last-event-id': lastEventId } : {}) },
    })
    if (!response.ok) throw new Error(`stream: ${response.status}`)
    let text = ''
    const decoder = new TextDecoder()
    for await (const chunk of response.body) {
      text += decoder.decode(chunk, { stream: true })
      for (let end; (end = text.indexOf('\n\n')) >= 0; text = text.slice(end + 2)) {
        const fields = Object.fromEntries(text.slice(0, end).split('\n').filter(line => !line.startsWith(':')).map((line) => {
          const colon = line.indexOf(':')
          return [line.slice(0, colon), line.slice(colon + 1).trimStart()]
        }))
        if (fields.data) yield { event: fields.event, id: fields.id, data: JSON.parse(fields.data), at: Date.now() }
      }
    }
  }
  return { events: events(), close: () => stop.abort() }
}
