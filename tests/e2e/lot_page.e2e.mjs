// What a lot page promises besides bidding: a link that speaks for itself, the keyboard, languages, a stream that comes back.
import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { Client } from '../harness/client.mjs'
import { gavel, mailbox, openPage } from './browser.mjs'

let seller, bidder, rival, lot
const title = 'Gold ducat of 1652 & other "stories"'

before(async () => {
  ;[seller, bidder, rival] = await Promise.all(['Olena', 'Taras', 'Iryna'].map(name => new Client(gavel, mailbox).register(name)))
  lot = await seller.lot({ title, description: 'Weighs **3.4 g**.' })
  assert.equal((await bidder.bid(lot.id, 500)).status, 201)
})

const meta = (html, name) => html.match(new RegExp(`<meta (?:property|name)="${name}" content="([^"]*)"`))?.[1]
const plain = text => text?.replaceAll('&quot;', '"').replaceAll('&#34;', '"').replaceAll('&#39;', '\'').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')

test('the source of a shared link shows the lot without running anything', async () => {
  const response = await fetch(`${gavel}/en/lots/${lot.id}`)
  const html = await response.text()
  assert.equal(response.status, 200)
  assert.match(html, /<html[^>]* lang="en"/)
  assert.ok(plain(html.match(/<title>([^<]*)<\/title>/)?.[1]).includes(title))
  assert.ok(plain(meta(html, 'og:title')).includes(title))
  assert.ok(meta(html, 'og:url').endsWith(`/en/lots/${lot.id}`))
  assert.ok(meta(html, 'og:description') && meta(html, 'description'))
  assert.match(html, new RegExp(`<link rel="canonical" href="[^"]*/en/lots/${lot.id}"`))
  for (const language of ['uk', 'ru']) assert.match(html, new RegExp(`hreflang="${language}"`))
  assert.ok(plain(html.match(/<main id="gavel-shell">.*?<h1>([^<]*)<\/h1>/s)?.[1]).includes(title))

  const linked = JSON.parse(html.match(/<script type="application\/ld\+json"[^>]*>(.*?)<\/script>/s)[1])
  assert.ok(JSON.stringify(linked).includes('1652'))
  const data = JSON.parse(html.match(/<script type="application\/json" id="gavel-data"[^>]*>(.*?)<\/script>/s)[1])
  assert.deepEqual(data[`/api/v1/lots/${lot.id}`].standing.price, { amount: 10_000, currency: 'UAH' })
  assert.deepEqual(data[`/api/v1/lots/${lot.id}/bids`].items.map(item => item.kind), ['step', 'notice'])
  assert.equal(data['/api/v1/me'], null)
})

test('the first paint asks the API for nothing', async () => {
  const page = await openPage()
  const asked = []
  page.on('request', (request) => {
    const { pathname } = new URL(request.url())
    if (pathname.startsWith('/api/') && pathname !== '/api/v1/stream') asked.push(pathname)
  })
  await page.goto(`${gavel}/en/lots/${lot.id}`)
  await page.getByRole('region', { name: 'Bidding', exact: true }).getByText('₴100', { exact: true }).first().waitFor()
  await page.getByText('First bid: bidding opens at the start price.').waitFor()
  await page.getByText('Sign in to bid').waitFor()
  await page.evaluate(() => document.fonts.ready)
  assert.deepEqual(asked, [])
  assert.deepEqual(page.faults, [])
  await page.context().close()
})

test('a bid by keyboard alone', async () => {
  const page = await openPage({ cookie: rival.cookie })
  await page.goto(`${gavel}/en/lots/${lot.id}`)
  const field = page.getByLabel('Your maximum')
  await field.waitFor()
  const focused = () => field.evaluate(element => element === document.activeElement)
  for (let tabs = 0; !await focused(); tabs++) {
    assert.ok(tabs < 60, 'the amount cannot be reached by Tab')
    await page.keyboard.press('Tab')
    const ring = await page.evaluate(() => {
      const style = getComputedStyle(document.activeElement)
      const inner = getComputedStyle(document.activeElement, '::after')
      return style.outlineStyle !== 'none' || style.boxShadow !== 'none' || inner.outlineStyle !== 'none'
    })
    assert.ok(ring, `no focus ring on ${await page.evaluate(() => document.activeElement.outerHTML.slice(0, 120))}`)
  }
  await page.keyboard.press('Control+A')
  await page.keyboard.type('300')
  await page.keyboard.press('Enter')
  await page.getByText('Bid accepted, but another maximum').waitFor()
  await page.getByRole('region', { name: 'Bidding', exact: true }).getByText('₴305', { exact: true }).first().waitFor()
  await page.context().close()
})

test('the stream comes back after 503 and the price moves again', async () => {
  const page = await openPage()
  let refused = 0
  await page.route('**/api/v1/stream*', async (route) => {
    if (refused >= 2) return route.continue()
    refused += 1
    await route.fulfill({ status: 503, headers: { 'retry-after': '1' }, body: '' })
  })
  const back = page.waitForResponse(response => response.url().includes('/api/v1/stream') && response.status() === 200, { timeout: 30_000 })
  await page.goto(`${gavel}/en/lots/${lot.id}`)
  await back
  assert.equal(refused, 2)
  const answer = await rival.bid(lot.id, 700)
  assert.equal(answer.status, 201)
  await page.getByRole('region', { name: 'Bidding', exact: true }).getByText(`₴${answer.body.standing.price.amount / 100}`, { exact: true }).first().waitFor()
  await page.context().close()
})

test('the page changes its language and keeps its place', async () => {
  const page = await openPage()
  await page.goto(`${gavel}/en/lots/${lot.id}`)
  await page.getByRole('button', { name: /^Language/ }).click()
  await page.getByRole('menuitem', { name: 'Русский' }).click()
  await page.waitForURL(`${gavel}/ru/lots/${lot.id}`)
  await page.waitForFunction(() => document.documentElement.lang.startsWith('ru'))
  await page.getByText('Текущая цена').first().waitFor()
  await page.goto(`${gavel}/lots/${lot.id}`)
  await page.getByText('Поточна ціна').first().waitFor()
  assert.ok((await page.evaluate(() => document.documentElement.lang)).startsWith('uk'))
  assert.deepEqual(page.faults, [])
  await page.context().close()
})
