// A page that is open while the site is updated: says so calmly, keeps what was typed, and goes on by itself.
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, request } from 'node:http'
import { after, before, test } from 'node:test'
import { Client } from '../harness/client.mjs'
import { eventually } from '../harness/process.mjs'
import { gavel, mailbox, openPage, phone, sideways } from './browser.mjs'

/** Stands where the balancer stands: passes everything on to the live server, or answers as `gavel maintenance` does. */
const front = { down: false, streams: new Set() }
before(async () => {
  const target = new URL(gavel)
  front.server = createServer((asked, answer) => {
    if (front.down) {
      const body = JSON.stringify({ code: 'maintenance', status: 503, title: 'x', retry_after_s: 1, until: new Date(Date.now() + 600_000).toISOString(), detail: 'New shelves' })
      return answer.writeHead(503, { 'Content-Type': 'application/problem+json', 'X-Auction-Mode': 'maintenance', 'Retry-After': '1', 'Cache-Control': 'no-store' }).end(body)
    }
    const on = request({ host: target.hostname, port: target.port, method: asked.method, path: asked.url, headers: { ...asked.headers, host: target.host, ...(asked.headers.origin ? { origin: target.origin } : {}) } }, (came) => {
      answer.writeHead(came.statusCode, came.headers)
      came.pipe(answer)
    })
    on.on('error', () => answer.destroy())
    answer.on('close', () => on.destroy())
    if (asked.url.includes('/stream')) {
      front.streams.add(answer)
      answer.on('close', () => front.streams.delete(answer))
    }
    asked.pipe(on)
  }).listen(0, 'localhost')
  await once(front.server, 'listening')
  front.url = `http://localhost:${front.server.address().port}`
})
after(() => {
  front.server.closeAllConnections()
  front.server.close()
})

const stop = () => {
  front.down = true
  for (const each of front.streams) each.destroy()
}
const notice = page => page.getByText('The site is being updated. It should be back around')

test('the form that somebody fills in while the site is updated is sent afterwards as it was typed', async () => {
  const page = await openPage({ viewport: phone, at: front.url })
  await page.goto(`${front.url}/en/forgot-password`)
  await page.getByLabel('E-mail').fill('nobody@example.test')
  stop()
  await page.getByRole('button', { name: 'Send the letter' }).click()
  await notice(page).waitFor()
  await page.getByText('New shelves').waitFor()
  assert.equal(await page.getByLabel('E-mail').inputValue(), 'nobody@example.test')
  assert.equal(await sideways(page), 0)
  front.down = false
  await notice(page).waitFor({ state: 'detached' })
  await page.getByRole('button', { name: 'Send the letter' }).click()
  await page.getByRole('heading', { name: 'Letter sent' }).waitFor()
  await page.context().close()
})

test('a lot that somebody looks at is live again without a reload', async () => {
  const seller = await new Client(gavel, mailbox).register('Olena')
  const bidder = await new Client(gavel, mailbox).register('Taras')
  const lot = await seller.lot({ title: 'A porcelain cup' })
  const page = await openPage({ at: front.url })
  await page.goto(`${front.url}/en/lots/${lot.id}`)
  await eventually('the stream of the lot', () => front.streams.size > 0)
  await page.evaluate(() => { globalThis.same_page = true })
  stop()
  await notice(page).waitFor()
  front.down = false
  await notice(page).waitFor({ state: 'detached' })
  assert.equal((await bidder.bid(lot.id, 500)).status, 201)
  await page.getByText('1 bid', { exact: false }).first().waitFor()
  assert.equal(await page.evaluate(() => globalThis.same_page), true)
  await page.context().close()
})
