// Buying at once: the total before the question, one buyer, every open page told.
import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { Client, uah } from '../harness/client.mjs'
import { axeFindings, gavel, mailbox, openPage, phone } from './browser.mjs'

let seller, buyer
before(async () => { ;[seller, buyer] = await Promise.all(['Olena', 'Taras'].map(name => new Client(gavel, mailbox).register(name))) })

test('somebody buys at once, on a phone; a watcher sees it', async () => {
  const lot = await seller.lot({ title: 'A clock with a fixed price', buy_now_price: uah(1500), shipping: [{ method: 'courier', cost: uah(120) }] })
  const [page, watcher] = await Promise.all([openPage({ viewport: phone, cookie: buyer.cookie }), openPage()])
  await Promise.all([page, watcher].map(each => each.goto(`${gavel}/en/lots/${lot.id}`)))
  await watcher.getByRole('link', { name: 'Buy at once for ₴1,500' }).waitFor()

  await page.getByRole('button', { name: 'Buy at once for ₴1,500' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByText('A purchase cannot be undone.').waitFor()
  await dialog.getByText('₴1,620').waitFor()
  assert.deepEqual(await axeFindings(page), [])
  await dialog.getByRole('button', { name: 'Do not buy' }).click()
  await dialog.waitFor({ state: 'hidden' })

  await page.getByRole('button', { name: 'Buy at once for ₴1,500' }).click()
  await dialog.getByRole('button', { name: 'Buy for ₴1,500' }).click()
  await page.getByText('You bought the lot for ₴1,500').waitFor()
  await watcher.getByText('Bought at once for ₴1,500').waitFor()
  await watcher.getByText('Bought at once', { exact: false }).first().waitFor()
  assert.deepEqual([page.faults, watcher.faults], [[], []])
  await Promise.all([page, watcher].map(each => each.context().close()))
})

test('the first bid ends buying at once, and the page says so', async () => {
  const lot = await seller.lot({ title: 'A clock that is bid on', buy_now_price: uah(1500) })
  const page = await openPage({ cookie: buyer.cookie })
  await page.goto(`${gavel}/en/lots/${lot.id}`)
  await page.getByRole('button', { name: 'Buy at once for ₴1,500' }).waitFor()
  const rival = await new Client(gavel, mailbox).register('Iryna')
  assert.equal((await rival.bid(lot.id, 300)).status, 201)
  await page.getByRole('button', { name: 'Buy at once for ₴1,500' }).waitFor({ state: 'hidden' })
  await page.getByText('Buying at once is no longer possible').waitFor()
  await page.context().close()
})

test('the sell form asks for both prices and says what they may be', async () => {
  const draft = await seller.post('/lots', { start_price: uah(1000) })
  const page = await openPage({ cookie: seller.cookie })
  await page.goto(`${gavel}/en/sell/${draft.id}`)
  await page.getByRole('checkbox', { name: 'Allow buying at once' }).click()
  await page.getByText('₴1,300 or more.').waitFor()
  await page.getByLabel('Price for buying at once').fill('1200')
  await page.getByRole('checkbox', { name: 'A step of my own' }).click()
  await page.getByText('at least 30 % above the start price').waitFor()
  await page.getByLabel('Price for buying at once').fill('1400')
  await page.getByLabel('Step', { exact: true }).fill('50')
  await page.getByText('All changes saved').filter({ visible: true }).waitFor()
  const saved = await seller.get(`/me/lots/${draft.id}`)
  assert.deepEqual([saved.buy_now_price, saved.step], [uah(1400), uah(50)])
  await page.context().close()
})
