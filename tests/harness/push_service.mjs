// A push service as browsers have one, on a free port: checks the signature of every request with the site's public key, and reads its content
// with an implementation that is not ours. What it answers a test decides.
import assert from 'node:assert/strict'
import { createECDH, createPublicKey, randomBytes, verify } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { createRequire } from 'node:module'
import { root } from './servers.mjs'

const ece = createRequire(`${root}/web/package.json`)('http_ece')
const day_s = 24 * 3600

/** RFC 8292: throws unless the request is signed for this service by the site with this key. */
export function checkSignature(authorization, { origin, siteKey }) {
  const [, token, key] = /^vapid t=([\w-]+\.[\w-]+\.[\w-]+), k=([\w-]+)$/.exec(authorization) ?? assert.fail(`Authorization: ${authorization}`)
  if (siteKey) assert.equal(key, siteKey, 'signed with the key that the browser subscribed with')
  const [head, claims, signature] = token.split('.')
  const read = part => JSON.parse(Buffer.from(part, 'base64url'))
  assert.deepEqual(read(head), { typ: 'JWT', alg: 'ES256' })
  const { aud, exp, sub } = read(claims)
  assert.equal(aud, origin)
  const left = exp - Date.now() / 1000
  assert.ok(left > 0 && left <= day_s, `the signature lives for ${left} s`)
  assert.match(sub, /^(mailto:.+@.+|https:\/\/.+)/)
  const point = Buffer.from(key, 'base64url')
  const jwk = { kty: 'EC', crv: 'P-256', x: point.subarray(1, 33).toString('base64url'), y: point.subarray(33).toString('base64url') }
  const good = verify('sha256', Buffer.from(`${head}.${claims}`), { key: createPublicKey({ key: jwk, format: 'jwk' }), dsaEncoding: 'ieee-p1363' }, Buffer.from(signature, 'base64url'))
  assert.ok(good, 'the signature is not of this key')
}

export class PushService {
  static async start() {
    const service = new PushService()
    Object.assign(service, { browsers: new Map(), faults: [] })
    service.server = createServer((request, response) => service.take(request, response))
    service.server.listen(0, '127.0.0.1')
    await once(service.server, 'listening')
    service.origin = `http://127.0.0.1:${service.server.address().port}`
    return service
  }

  /** What a browser that has subscribed at `endpoint` keeps; `form` is what it tells the site. */
  static browserOf(endpoint) {
    const keys = createECDH('prime256v1')
    keys.generateKeys()
    const auth = randomBytes(16)
    return { keys, auth, form: { endpoint, p256dh: keys.getPublicKey('base64url'), auth: auth.toString('base64url') } }
  }

  /** A browser that has subscribed here: `received` is what has come, `answers` what the next requests get (201 otherwise). */
  browser(name, siteKey) {
    const browser = { ...PushService.browserOf(`${this.origin}/push/${name}`), name, siteKey, received: [], answers: [] }
    this.browsers.set(`/push/${name}`, browser)
    return browser
  }

  async take(request, response) {
    const chunks = []
    for await (const chunk of request) chunks.push(chunk)
    const browser = this.browsers.get(request.url)
    try {
      assert.equal(request.method, 'POST')
      assert.ok(browser, `nobody has subscribed at ${request.url}`)
      checkSignature(request.headers.authorization, { origin: this.origin, siteKey: browser.siteKey })
      assert.equal(request.headers['content-encoding'], 'aes128gcm')
      const body = Buffer.concat(chunks)
      assert.ok(body.length <= 4096, 'larger than every push service takes')
      const text = ece.decrypt(body, { version: 'aes128gcm', privateKey: browser.keys, authSecret: browser.auth.toString('base64url') }).toString()
      const { ttl, urgency, topic } = request.headers
      const [status, headers] = browser.answers.shift() ?? [201, {}]
      browser.received.push({ status, ttl: Number(ttl), urgency, topic, text, ...JSON.parse(text), at: Date.now() })
      response.writeHead(status, headers).end()
    } catch (error) {
      this.faults.push(error)
      response.writeHead(400).end()
    }
  }

  faultless() { assert.deepEqual(this.faults, []) }
  stop() { this.server.closeAllConnections(); this.server.close() }
}
