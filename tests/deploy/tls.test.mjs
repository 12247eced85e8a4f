// The certificate of a machine: certbot proves the name to an ACME server (Pebble) through the entry, and HAProxy takes the new certificate
// without a reload, so that open pages stay open. And what the entry does with what requests say about themselves.
import assert from 'node:assert/strict'
import { execFile, execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { createServer, request as plainRequest } from 'node:http'
import { request } from 'node:https'
import { once } from 'node:events'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import tls from 'node:tls'
import { promisify } from 'node:util'
import { Process, eventually, freePort } from '../harness/process.mjs'
import { accepts, removeScratch, root, scratch } from '../harness/servers.mjs'
import { Entry, selfSigned } from './machine.mjs'

const missing = ['haproxy', 'openssl', 'pebble', 'pebble-challtestsrv', 'certbot'].filter((each) => { try { execFileSync('sh', ['-c', `command -v ${each}`]); return false } catch { return true } })
const name = 'auction.test'

describe('the entry and its certificate', { skip: missing.length ? `not installed: ${missing.join(' ')}` : false }, () => {
  let dir, app, entry, acme, ca
  const parts = []

  before(async () => {
    dir = scratch('tls')
    // An application that tells what it was told; /stream never ends.
    app = createServer((asked, response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'x-auction-mode': 'live' })
      if (asked.url !== '/stream') return response.end(JSON.stringify(asked.headers))
      response.write('begun\n')
    }).listen(0, '127.0.0.1')
    await once(app, 'listening')
    const { port } = app.address()
    acme = await freePort()
    entry = await Entry.start(dir, { app1: { port, opsPort: port }, app2: { port: 9, opsPort: 9 }, maintenance: { port: 9, opsPort: 9 }, acme, env: { ENTRY_REQUESTS_10S: '100' } })
    parts.push(entry)
    await eventually('the application is up', async () => (await fetch(entry.url)).status === 200)

    ca = selfSigned(dir, 'pebble')
    const [directory, management, dns, dnsManagement] = [await freePort(), await freePort(), await freePort(), await freePort()]
    parts.push(new Process('dns', 'pebble-challtestsrv', ['-dns01', `127.0.0.1:${dns}`, '-management', `127.0.0.1:${dnsManagement}`, '-http01', '', '-https01', '', '-tlsalpn01', '', '-defaultIPv6', '', '-defaultIPv4', '127.0.0.1'], { dir }))
    writeFileSync(join(dir, 'pebble.json'), JSON.stringify({ pebble: {
      listenAddress: `127.0.0.1:${directory}`, managementListenAddress: `127.0.0.1:${management}`, certificate: ca.certificate, privateKey: join(dir, 'pebble.key'),
      httpPort: entry.httpPort, tlsPort: 9, ocspResponderURL: '', externalAccountBindingRequired: false,
    } }))
    parts.push(new Process('pebble', 'pebble', ['-config', join(dir, 'pebble.json'), '-dnsserver', `127.0.0.1:${dns}`], { dir, env: { PEBBLE_VA_NOSLEEP: '1' } }))
    await eventually('the ACME server and its DNS answer', async () => await accepts(directory) && await accepts(dnsManagement))
    ca.directory = `https://localhost:${directory}/dir`
  })
  after(async () => {
    for (const each of parts.reverse()) await each.stop('SIGKILL')
    app?.closeAllConnections()
    app?.close()
    removeScratch(dir)
  })

  function certbot(...words) {
    const folders = ['config', 'work', 'logs'].flatMap((each) => { mkdirSync(join(dir, 'certbot', each), { recursive: true }); return [`--${each}-dir`, join(dir, 'certbot', each)] })
    // Not synchronously: HAProxy looks after the application, which is in this process.
    return promisify(execFile)('certbot', [...words, ...folders, '--non-interactive'], {
      env: { ...process.env, REQUESTS_CA_BUNDLE: ca.certificate, ENTRY_CERTIFICATE: entry.certificate.both, ENTRY_CONTROL: entry.control } })
  }
  /** What a new visitor is shown. */
  function shown() {
    return new Promise((resolve, reject) => {
      const socket = tls.connect({ host: '127.0.0.1', port: entry.httpsPort, servername: name, rejectUnauthorized: false }, () => {
        const { serialNumber, issuer, subjectaltname } = socket.getPeerCertificate()
        resolve({ serialNumber, issuer: issuer.CN, name: subjectaltname, protocol: socket.getProtocol() })
        socket.end()
      }).on('error', reject)
    })
  }

  test('a certificate is issued and renewed; an open page notices nothing', async () => {
    const page = await new Promise((resolve, reject) => request(`${entry.url}/stream`, resolve).on('error', reject).end())
    let ended = false
    page.on('close', () => { ended = true })
    await once(page, 'data')
    const before = await shown()

    await certbot('certonly', '--standalone', '--http-01-address', '127.0.0.1', '--http-01-port', String(acme), '--server', ca.directory, '--agree-tos', '--register-unsafely-without-email',
      '--domain', name, '--deploy-hook', join(root, 'deploy/haproxy/install-certificate'))
    const issued = await shown()
    assert.match(issued.issuer, /^Pebble/)
    assert.equal(issued.name, `DNS:${name}`)
    assert.notEqual(issued.serialNumber, before.serialNumber)

    await certbot('renew', '--force-renewal', '--no-random-sleep-on-renew')
    const renewed = await shown()
    assert.match(renewed.issuer, /^Pebble/)
    assert.notEqual(renewed.serialNumber, issued.serialNumber)
    assert.ok(!ended, 'the page that was open before is still open')
    page.destroy()

    // The file is the same, for the next start.
    const file = execFileSync('openssl', ['x509', '-noout', '-serial', '-in', entry.certificate.both], { encoding: 'utf8' }).trim()
    assert.equal(file.toUpperCase(), `SERIAL=${renewed.serialNumber}`)
  })

  test('the proof of the name works during maintenance too', async () => {
    entry.ask(`set map ${entry.switch} mode maintenance`)
    const proof = createServer((asked, response) => response.end(asked.url)).listen(acme, '127.0.0.1')
    await once(proof, 'listening')
    try {
      const answer = await new Promise((resolve, reject) => plainRequest(`${entry.http}/.well-known/acme-challenge/token`, { headers: { host: name, connection: 'close' } }, resolve).on('error', reject).end())
      assert.equal(answer.statusCode, 200)
      answer.resume()
      await once(answer, 'end')
    } finally {
      proof.closeAllConnections()
      proof.close()
      entry.ask(`set map ${entry.switch} mode live`)
    }
  })

  // A connection of its own for each: one that was kept may be closed by the entry at the moment it is used again.
  const get = (headers = {}) => new Promise((resolve, reject) => request(entry.url, { headers, rejectUnauthorized: false, agent: false }, async (response) => {
    let text = ''
    for await (const piece of response) text += piece
    resolve({ status: response.statusCode, headers: response.headers, text })
  }).on('error', reject).end())

  test('who a visitor is, the entry says; old protocols are not spoken', async () => {
    const heard = JSON.parse((await get({ 'x-forwarded-for': '203.0.113.9', forwarded: 'for=203.0.113.9', 'x-forwarded-proto': 'http', 'x-forwarded-host': 'evil.test', 'x-request-id': 'spoof' })).text)
    assert.deepEqual([heard['x-forwarded-for'], heard.forwarded, heard['x-forwarded-proto'], heard['x-forwarded-host'], heard['x-request-id']],
      ['127.0.0.1', undefined, 'https', `127.0.0.1:${entry.httpsPort}`, undefined])
    await assert.rejects(new Promise((resolve, reject) => tls.connect({ host: '127.0.0.1', port: entry.httpsPort, maxVersion: 'TLSv1.1', minVersion: 'TLSv1', rejectUnauthorized: false, ciphers: 'DEFAULT@SECLEVEL=0' }, resolve).on('error', reject)))
    assert.match((await shown()).protocol, /^TLSv1\.[23]$/)
  })

  test('too many requests of one address are refused until it is quieter', async () => {
    const answers = await Promise.all(Array.from({ length: 150 }, () => get()))
    const refused = answers.filter(each => each.status === 429)
    assert.ok(refused.length > 0 && answers.some(each => each.status === 200))
    assert.equal(refused[0].headers['retry-after'], '10')
    assert.equal(JSON.parse(refused[0].text).code, 'too_many_requests')
  })
})
