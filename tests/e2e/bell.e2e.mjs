// The bell in the header: told by the stream on every open page, read in one place and so in all.
import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { Client } from '../harness/client.mjs'
import { axeFindings, desk, gavel, mailbox, openPage, phone, sideways } from './browser.mjs'

let seller, rival
before(async () => {
  [seller, rival] = await Promise.all(['Serhii', 'Rostyk'].map(name => new Client(gavel, mailbox).register(name)))
})

const bell = page => page.getByRole('banner').getByRole('button', { name: /^Notifications/ })
const bellSays = (page, words) => page.getByRole('banner').getByRole('button', { name: words, exact: true }).waitFor()

/** `reader` leads on a new lot and is outbid. */
async function outbid(reader, title) {
  const lot = await seller.lot({ title })
  assert.equal((await reader.bid(lot.id, 300)).status, 201)
  assert.equal((await rival.bid(lot.id, 900)).status, 201)
  return lot
}

for (const [where, viewport] of [['a desk', desk], ['a phone', phone]]) {
  test(`at ${where}: counts, tells, shows, and is read in every tab`, async () => {
    const reader = await new Client(gavel, mailbox).register(where === 'a desk' ? 'Bohdan' : 'Bohdana')
    const page = await openPage({ cookie: reader.cookie, viewport })
    const other = await page.context().newPage()
    await page.goto(`${gavel}/en/how-it-works`)
    await other.goto(`${gavel}/en/lots`)
    await bellSays(page, 'Notifications')
    const lot = await outbid(reader, 'A first bell')
    await bellSays(page, 'Notifications: 1 unread')
    await bellSays(other, 'Notifications: 1 unread')
    await page.getByRole('banner').getByRole('status').filter({ hasText: '1 unread' }).waitFor({ state: 'attached' })

    await bell(page).click()
    const panel = page.getByRole('region', { name: 'Notifications', exact: true })
    await panel.getByText('A first bell').waitFor()
    await bellSays(page, 'Notifications')
    await bellSays(other, 'Notifications')
    assert.equal((await reader.get('/me/notifications')).unread, 0)
    // The list stays as it is while one looks at it, and what comes now appears by itself.
    await outbid(reader, 'A second bell')
    await panel.getByText('A second bell').waitFor()
    await bellSays(other, 'Notifications')
    assert.equal(await sideways(page), 0)
    assert.deepEqual(await axeFindings(page), [])

    await panel.getByRole('link', { name: 'A first bell' }).click()
    await page.waitForURL(`${gavel}/en/lots/${lot.id}`)
    await panel.waitFor({ state: 'detached' })
    assert.deepEqual(page.faults, [])
    await page.context().close()
  })
}

test('a page that comes back knows at once what it has missed', async () => {
  const reader = await new Client(gavel, mailbox).register('Yurii')
  const page = await openPage({ cookie: reader.cookie })
  await page.goto(`${gavel}/en/how-it-works`)
  await bellSays(page, 'Notifications')
  await page.context().setOffline(true)
  await outbid(reader, 'A bell nobody heard')
  await page.context().setOffline(false)
  await bellSays(page, 'Notifications: 1 unread')
  await page.context().close()
})
