// The audit of a lot in the browser: an honest log is proven; a tampered answer or a changed row of the database is found and named.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { before, test } from 'node:test'
import { Client } from '../harness/client.mjs'
import { axeFindings, gavel, mailbox, openPage } from './browser.mjs'

let seller, anna, borys, lot
before(async () => {
  ;[seller, anna, borys] = await Promise.all(['Olena', 'Anna', 'Borys'].map(name => new Client(gavel, mailbox).register(name)))
  lot = await seller.lot({ title: 'A lot with a log' })
  for (const [who, maximum] of [[anna, 300], [borys, 500], [anna, 700]]) assert.equal((await who.bid(lot.id, maximum)).status, 201)
})

test('a bidder checks the log with the receipt of their own bid', async () => {
  const page = await openPage({ cookie: anna.cookie })
  await page.goto(`${gavel}/en/lots/${lot.id}`)
  await page.getByLabel('New maximum').fill('900')
  await page.getByRole('button', { name: 'Raise my maximum' }).click()
  await page.getByText('New maximum of ₴900 accepted.').waitFor()
  const audit = page.locator('#audit')
  await audit.getByText('1 receipt of yours in this browser').waitFor()
  await audit.getByRole('button', { name: 'Check', exact: true }).click()
  await audit.getByText('Everything adds up').waitFor()
  await audit.getByText(/^5 records checked from publication until now/).waitFor()
  await audit.getByText('Price, leader and end on this page are those of the newest record.').waitFor()
  await audit.getByText('1 bid of yours is in place, with the same amount.').waitFor()
  assert.deepEqual(await axeFindings(page), [])

  // Once more after another bid: the log continues the one that was checked.
  assert.equal((await borys.bid(lot.id, 800)).status, 201)
  await page.getByRole('region', { name: 'Bidding', exact: true }).getByText('₴810', { exact: true }).waitFor()
  await audit.getByRole('button', { name: 'Check again' }).click()
  await audit.getByText('The records that this browser saw before are still the same.').waitFor()
  assert.deepEqual(page.faults, [])
  await page.context().close()
})

test('a changed record is found and named', async () => {
  const page = await openPage()
  await page.route('**/api/v1/lots/*/audit*', async (route) => {
    const response = await route.fetch()
    const answer = await response.json()
    const third = answer.records.find(record => record.seq === 3)
    if (third) third.text = third.text.replace(/^price (\d+)/m, (_, amount) => `price ${Number(amount) + 100}`)
    await route.fulfill({ response, json: answer })
  })
  await page.goto(`${gavel}/en/lots/${lot.id}`)
  const audit = page.locator('#audit')
  await audit.getByRole('button', { name: 'Check', exact: true }).click()
  await audit.getByText('Record 3 was changed: its text does not give its fingerprint').waitFor()
  assert.equal(await audit.getByText('Everything adds up').count(), 0)
  assert.deepEqual(await axeFindings(page), [])
  await page.context().close()
})

test('a bid changed or deleted in the database is found and named', async () => {
  const changed = await seller.lot({ title: 'A lot with a changed bid' })
  for (const [who, maximum] of [[anna, 300], [borys, 500], [anna, 700]]) assert.equal((await who.bid(changed.id, maximum)).status, 201)
  const sql = text => execFileSync('psql', ['-X', '-q', '-v', 'ON_ERROR_STOP=1', process.env.GAVEL_PG_URL, '-c', `set session_replication_role = replica; ${text}`], { stdio: 'pipe' })
  const page = await openPage()
  const audit = page.locator('#audit')
  const check = async (found) => {
    await page.goto(`${gavel}/en/lots/${changed.id}`)
    await audit.getByRole('button', { name: 'Check', exact: true }).click()
    await audit.getByText(found).waitFor()
  }
  await check('Everything adds up')
  sql(`update bids set max_amount = max_amount + 100 where lot_id = ${changed.id} and seq = 3`)
  await check('Record 3 was changed: its text does not give its fingerprint')
  sql(`delete from bids where lot_id = ${changed.id} and seq = 3`)
  await check('Record 3 is missing')
  assert.deepEqual(page.faults, [])
  await page.context().close()
})
