// Every page, as guest and signed in: no serious finding of axe, no error in the console, no sideways scrolling.
import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { before, test } from 'node:test'
import { Client } from '../harness/client.mjs'
import { eventually } from '../harness/process.mjs'
import { axeFindings, desk, gavel, mailbox, openPage, phone, sideways } from './browser.mjs'

let seller, bidder, running, draft

before(async () => {
  ;[seller, bidder] = await Promise.all([new Client(gavel, mailbox).register('Olena'), new Client(gavel, mailbox).register('Taras')])
  running = await seller.lot({ title: 'Порцелянова чашка Баранівської мануфактури з розписом' })
  draft = await seller.post('/lots', { title: 'An unfinished draft' })
  assert.equal((await bidder.bid(running.id, 500)).status, 201)
  await bidder.call('PUT', `/lots/${running.id}/watch`)
})

const guest_pages = () => ['/', '/lots', `/lots/${running.id}`, '/sign-in', '/sign-up', '/confirm?token=no-such-token-at-all-0000', '/forgot-password', '/reset-password?token=no-such-token-at-all-0000', '/letters', '/newsletter/confirm?token=no-such-token-at-all-0000', '/how-it-works', '/no-such-page']
const bidder_pages = () => [`/lots/${running.id}`, '/my/bids', '/my/bids?relation=lost', '/my/watched', '/my/searches', '/my/notifications', '/my/settings', '/letters', '/my/blocked', '/orders', '/orders?role=seller', '/my/ledger', '/services']
const seller_pages = () => [`/lots/${running.id}`, '/sell', `/sell/${draft.id}`, `/sell/${running.id}`, '/my/lots']

async function walk(paths, options) {
  const page = await openPage(options)
  const findings = []
  for (const path of paths) {
    await page.goto(gavel + path)
    await page.getByRole('heading', { level: 1 }).waitFor()
    // Skeletons and the server's own shell are gone: the page shows what it is going to show.
    await page.waitForFunction(() => !document.querySelector('#gavel-shell, [aria-busy="true"], .animate-pulse'))
    for (const each of await axeFindings(page)) findings.push(`${path} ${each}`)
    const wide = await sideways(page)
    if (wide > 0) findings.push(`${path} is ${wide} px too wide`)
  }
  assert.deepEqual(findings, [])
  assert.deepEqual(page.faults, [])
  await page.context().close()
}

for (const [name, options] of [['desk', { viewport: desk }], ['phone', { viewport: phone }], ['tablet, dark', { viewport: { width: 768, height: 1024 }, dark: true }]]) {
  test(`pages of a guest: ${name}`, () => walk(guest_pages(), options))
  test(`pages of a bidder: ${name}`, () => walk(bidder_pages(), { ...options, cookie: bidder.cookie }))
  test(`pages of a seller: ${name}`, () => walk(seller_pages(), { ...options, cookie: seller.cookie }))
}

test('the server knows every page of the application, and tells an address that is none', async () => {
  const folder = join(import.meta.dirname, '../../web/app/pages')
  const pages = readdirSync(folder, { recursive: true }).filter(name => name.endsWith('.vue')).map(name => name.replace(/(^|\/)?(index)?\.vue$/, '').replace('[id]', running.id))
  assert.ok(pages.includes('my/blocked') && pages.includes(`sell/${running.id}`) && pages.includes(''))
  const statuses = await Promise.all(['', 'en/', 'ru/'].flatMap(language => [...pages, 'no-such-page'].map(async page => [page, (await fetch(`${gavel}/${language}${page}`)).status])))
  assert.deepEqual(statuses.filter(([page, status]) => status !== (page === 'no-such-page' ? 404 : 200)), [])
})

test('to see the messages is to have read them', async () => {
  const reader = await new Client(gavel, mailbox).register('Daryna')
  const lot = await seller.lot({ title: 'A lot with a message' })
  assert.equal((await reader.bid(lot.id, 300)).status, 201)
  assert.equal((await bidder.bid(lot.id, 400)).status, 201)
  await eventually('the message is there', async () => (await reader.get('/me/notifications')).unread === 1)
  const page = await openPage({ cookie: reader.cookie })
  // Without the stream nobody but the page itself can know.
  await page.route('**/api/v1/stream*', route => route.abort())
  await page.goto(`${gavel}/en/my/notifications`)
  await page.getByText('A lot with a message').waitFor()
  await page.getByRole('banner').getByRole('button', { name: 'Notifications', exact: true }).waitFor()
  assert.equal(await page.getByRole('button', { name: /new$/ }).count(), 0)
  assert.equal((await reader.get('/me/notifications')).unread, 0)
  await page.context().close()
})
