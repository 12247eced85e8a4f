// What a seller may still do with a lot, and what lists of one's own show of it.
import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { Client } from '../harness/client.mjs'
import { gavel, mailbox, openPage } from './browser.mjs'

let seller, fan
const ahead = seconds => new Date(Date.now() + seconds * 1000).toISOString()

before(async () => { ;[seller, fan] = await Promise.all(['Olena', 'Taras'].map(name => new Client(gavel, mailbox).register(name))) })

test('a scheduled lot goes back into drafts', async () => {
  const lot = await seller.lot({ title: 'A lot for next week', starts_at: ahead(86_400) })
  const page = await openPage({ cookie: seller.cookie })
  await page.goto(`${gavel}/en/my/lots?state=scheduled`)
  await page.getByRole('link', { name: 'Manage the lot: A lot for next week' }).click()
  await page.getByRole('button', { name: 'Take back into drafts' }).click()
  await page.getByRole('button', { name: 'Schedule' }).waitFor()
  assert.equal((await seller.get(`/me/lots/${lot.id}`)).state, 'draft')
  assert.deepEqual(page.faults, [])
  await page.context().close()
})

test('the description of a running lot is added to, never changed', async () => {
  const lot = await seller.lot({ title: 'A lot with something to add', description: 'As it was.' })
  const page = await openPage({ cookie: seller.cookie })
  await page.goto(`${gavel}/en/sell/${lot.id}`)
  await page.getByLabel('Addition').fill('A hairline crack on the **rim**.')
  await page.getByRole('button', { name: 'Add to the description' }).click()
  await page.getByText('Added. Bidders can see it now.').waitFor()
  await page.goto(`${gavel}/en/lots/${lot.id}`)
  await page.getByText('As it was.').waitFor()
  await page.locator('strong', { hasText: 'rim' }).waitFor()
  await page.context().close()
})

test('a draft thrown away is gone', async () => {
  const draft = await seller.post('/lots', { title: 'Not worth selling' })
  const page = await openPage({ cookie: seller.cookie })
  await page.goto(`${gavel}/en/sell/${draft.id}`)
  await page.getByRole('button', { name: 'Throw the draft away' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Throw away' }).click()
  await page.waitForURL(`${gavel}/en/sell`)
  assert.equal((await seller.call('GET', `/me/lots/${draft.id}`)).status, 404)
  await page.goto(`${gavel}/en/sell/${draft.id}`)
  await page.getByRole('heading', { name: 'You have no such lot' }).waitFor()
  await page.context().close()
})

test('a lot watched from its page is in the list, with its price live, until let go', async () => {
  const lot = await seller.lot({ title: 'A lot to keep an eye on' })
  const page = await openPage({ cookie: fan.cookie })
  await page.goto(`${gavel}/en/lots/${lot.id}`)
  await page.getByRole('button', { name: 'Watch', exact: true }).click()
  await page.getByRole('button', { name: 'Watching' }).waitFor()
  await page.goto(`${gavel}/en/my/watched`)
  const row = page.getByRole('listitem').filter({ hasText: 'A lot to keep an eye on' })
  await row.getByText('0 bids').waitFor()
  const rival = await new Client(gavel, mailbox).register('Iryna')
  assert.equal((await rival.bid(lot.id, 300)).status, 201)
  await row.getByText('1 bid', { exact: true }).waitFor()
  await row.getByRole('button', { name: 'Stop watching' }).click()
  await row.getByRole('button', { name: 'Watch again' }).waitFor()
  await page.reload()
  await page.getByRole('heading', { name: 'You are not watching anything yet' }).waitFor()
  assert.deepEqual(page.faults, [])
  await page.context().close()
})
