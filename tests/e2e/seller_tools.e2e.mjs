// What a seller may change or end while a lot runs, exactly as far as the rules allow it.
import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { Client, uah } from '../harness/client.mjs'
import { axeFindings, gavel, mailbox, openPage } from './browser.mjs'

let seller, bidder
const days = count => count * 86_400
before(async () => { ;[seller, bidder] = await Promise.all(['Olena', 'Taras'].map(name => new Client(gavel, mailbox).register(name))) })
const standing = async lot => (await seller.get(`/lots/${lot.id}`)).standing
const close = (...pages) => Promise.all(pages.map(page => page.context().close()))

test('a running lot without bids is edited in one go; the first bid ends that', async () => {
  const lot = await seller.lot({ title: 'A lot with a mistake', duration_s: days(3) })
  const page = await openPage({ cookie: seller.cookie })
  await page.goto(`${gavel}/en/sell/${lot.id}`)
  await page.getByRole('button', { name: 'Change', exact: true }).click()
  await page.getByLabel('Lot title').fill('A lot without a mistake')
  await page.getByLabel('Start price').fill('150')
  await page.getByRole('button', { name: 'Save the changes' }).click()
  await page.getByText('Saved; the page of the lot is new already.').waitFor()
  const changed = await seller.get(`/lots/${lot.id}`)
  assert.deepEqual([changed.title, changed.start_price], ['A lot without a mistake', uah(150)])
  assert.equal((await bidder.bid(lot.id, 300)).status, 201)
  await page.getByText('The lot has bids, so this can no longer be changed.').first().waitFor()
  assert.equal(await page.getByRole('button', { name: 'Change', exact: true }).count(), 0)
  assert.deepEqual(page.faults, [])
  await close(page)
})

test('a lowered reserve is met at once by the leader’s page, and never raised again', async () => {
  const lot = await seller.lot({ title: 'A lot with a high reserve', duration_s: days(3), reserve_price: uah(5000) })
  assert.equal((await bidder.bid(lot.id, 900)).status, 201)
  const page = await openPage({ cookie: seller.cookie })
  await page.goto(`${gavel}/en/sell/${lot.id}`)
  await page.getByText('Reserve not met yet').waitFor()
  await page.getByLabel('Reserve price').fill('6000')
  await page.getByRole('button', { name: 'Change', exact: true }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Change the reserve' }).click()
  await dialog.getByText('A reserve can only be lowered or removed').waitFor()
  await dialog.getByRole('button', { name: 'Leave it' }).click()
  await page.getByLabel('Reserve price').fill('2000')
  await page.getByRole('button', { name: 'Change', exact: true }).click()
  await dialog.getByRole('button', { name: 'Change the reserve' }).click()
  await dialog.waitFor({ state: 'hidden' })
  assert.deepEqual((await seller.get(`/me/lots/${lot.id}`)).reserve_price, uah(2000))

  await page.getByRole('button', { name: 'Remove', exact: true }).click()
  await dialog.getByRole('button', { name: 'Remove', exact: true }).click()
  await page.getByText('Reserve not met yet').waitFor({ state: 'hidden' })
  assert.deepEqual(await axeFindings(page), [])
  assert.deepEqual(page.faults, [])
  await close(page)
})

test('a lot is sold to the leader before its end', async () => {
  const lot = await seller.lot({ title: 'A lot to be sold now', duration_s: days(3) })
  assert.equal((await bidder.bid(lot.id, 900)).status, 201)
  const [page, winner] = await Promise.all([openPage({ cookie: seller.cookie }), openPage({ cookie: bidder.cookie })])
  await winner.goto(`${gavel}/en/lots/${lot.id}`)
  await page.goto(`${gavel}/en/sell/${lot.id}`)
  await page.getByRole('button', { name: 'Sell for ₴100' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Sell for ₴100' }).click()
  await winner.getByText('The lot is yours for ₴100').waitFor()
  assert.equal((await standing(lot)).sold_by, 'early')
  assert.deepEqual([page.faults, winner.faults], [[], []])
  await close(page, winner)
})

test('a lot is taken off with a reason that everybody reads, and offered again', async () => {
  const lot = await seller.lot({ title: 'A lot that broke', duration_s: days(3) })
  assert.equal((await bidder.bid(lot.id, 900)).status, 201)
  const [page, watcher] = await Promise.all([openPage({ cookie: seller.cookie }), openPage()])
  await watcher.goto(`${gavel}/en/lots/${lot.id}`)
  await page.goto(`${gavel}/en/sell/${lot.id}`)
  await page.getByRole('button', { name: 'Take the lot off' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByText('it counts as a strike against you').waitFor()
  await dialog.getByRole('radio', { name: 'The item is damaged' }).check()
  await dialog.getByRole('button', { name: 'Take the lot off' }).click()
  await watcher.getByText('Reason: the item is damaged.').first().waitFor()
  await page.getByRole('button', { name: 'Make a draft' }).click()
  await page.waitForURL(url => /\/en\/sell\/\d+$/.test(url.pathname) && !url.pathname.endsWith(`/${lot.id}`))
  assert.equal(await page.getByLabel('Lot title').inputValue(), 'A lot that broke')
  assert.deepEqual([page.faults, watcher.faults], [[], []])
  await close(page, watcher)
})
