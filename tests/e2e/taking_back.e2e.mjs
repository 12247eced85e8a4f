// Amounts and bids that were not meant: the question before a large one, a retraction with the right amount, a bidder cancelled.
import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { Client } from '../harness/client.mjs'
import { axeFindings, gavel, mailbox, openPage } from './browser.mjs'

let seller, anna, borys
const days = count => count * 86_400
before(async () => { ;[seller, anna, borys] = await Promise.all(['Olena', 'Anna', 'Borys'].map(name => new Client(gavel, mailbox).register(name))) })
const region = page => page.getByRole('region', { name: 'Bidding', exact: true })

test('an amount with a zero too many is asked about, and sent when it is meant', async () => {
  const lot = await seller.lot({ title: 'A lot for a slip of the finger' })
  const page = await openPage({ cookie: anna.cookie })
  await page.goto(`${gavel}/en/lots/${lot.id}`)
  const field = page.getByLabel('Your maximum')
  await field.fill('50000')
  await page.getByRole('button', { name: 'Place bid' }).click()
  const dialog = page.getByRole('dialog', { name: 'Bid ₴50,000?' })
  await dialog.getByRole('button', { name: 'Change the amount' }).click()
  assert.equal((await seller.get(`/lots/${lot.id}`)).standing.bids, 0)
  await page.getByRole('button', { name: 'Place bid' }).click()
  await dialog.getByRole('button', { name: 'Bid ₴50,000' }).click()
  await page.getByText('Bid accepted. You are leading with a maximum of ₴50,000.').waitFor()
  assert.deepEqual(page.faults, [])
  await page.context().close()
})

test('a bid is retracted and placed again as it was meant; everybody sees the new price and the notice', async () => {
  const lot = await seller.lot({ title: 'A lot with a wrong bid', duration_s: days(3) })
  assert.equal((await borys.bid(lot.id, 300)).status, 201)
  assert.equal((await anna.bid(lot.id, 1000)).status, 201)
  const [page, watcher] = await Promise.all([openPage({ cookie: anna.cookie }), openPage({ cookie: borys.cookie })])
  await Promise.all([page, watcher].map(each => each.goto(`${gavel}/en/lots/${lot.id}`)))
  await region(watcher).getByText('₴305', { exact: true }).waitFor()

  await page.getByRole('button', { name: 'Retract my bid' }).click()
  const dialog = page.getByRole('dialog', { name: 'Retract your bid?' })
  await dialog.getByRole('radio', { name: /A slip in the amount/ }).check()
  await dialog.getByLabel('The right amount').fill('200')
  assert.deepEqual(await axeFindings(page), [])
  await dialog.getByRole('button', { name: 'Retract and bid' }).click()
  await dialog.waitFor({ state: 'hidden' })

  await region(page).getByText('You are outbid', { exact: true }).waitFor()
  await region(watcher).getByText('You are leading', { exact: true }).waitFor()
  await region(watcher).getByText('₴205', { exact: true }).waitFor()
  const history = watcher.locator('#history')
  await history.getByText('Bid retracted').waitFor()
  await history.getByText('a slip in the amount').waitFor()
  await history.getByText('withdrawn', { exact: true }).first().waitFor()
  await history.getByText('1 retraction in six months').first().waitFor()
  assert.deepEqual([page.faults, watcher.faults], [[], []])
  await Promise.all([page, watcher].map(each => each.context().close()))
})

test('the seller cancels a bidder and refuses them from now on', async () => {
  const lot = await seller.lot({ title: 'A lot with an unwanted bidder', duration_s: days(3) })
  const carol = await new Client(gavel, mailbox).register('Carol')
  assert.equal((await borys.bid(lot.id, 300)).status, 201)
  assert.equal((await carol.bid(lot.id, 900)).status, 201)
  const [page, bidder] = await Promise.all([openPage({ cookie: seller.cookie }), openPage({ cookie: carol.cookie })])
  await bidder.goto(`${gavel}/en/lots/${lot.id}`)
  await page.goto(`${gavel}/en/sell/${lot.id}`)
  const row = page.getByRole('listitem').filter({ hasText: 'Carol' })
  await row.getByRole('button', { name: /^Cancel bids: / }).click()
  const dialog = page.getByRole('dialog', { name: 'Cancel the bids of bidder 2?' })
  await dialog.getByRole('radio', { name: 'I do not trust this bidder' }).check()
  await dialog.getByRole('checkbox', { name: /take no more bids/ }).check()
  await dialog.getByRole('button', { name: 'Cancel the bids' }).click()
  await row.getByText('Blocked').waitFor()
  await row.getByText('all bids withdrawn').waitFor()

  await region(bidder).getByText('₴100', { exact: true }).waitFor()
  await region(bidder).getByText('You cannot bid on this lot.').waitFor()
  await page.goto(`${gavel}/en/my/blocked`)
  await page.getByRole('button', { name: 'Let them bid: Carol' }).click()
  await page.getByRole('button', { name: 'Block again: Carol' }).waitFor()
  assert.equal((await carol.bid(lot.id, 900)).status, 201)
  assert.deepEqual([page.faults, bidder.faults], [[], []])
  await Promise.all([page, bidder].map(each => each.context().close()))
})
