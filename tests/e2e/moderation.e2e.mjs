// A moderator pauses a lot, lets it go on, and suspends an account.
import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { Client } from '../harness/client.mjs'
import { axeFindings, desk, gavel, mailbox, openPage, phone, sideways } from './browser.mjs'
import { makeModerator } from './person.mjs'

let seller, bidder, moderator
before(async () => {
  ;[seller, bidder, moderator] = await Promise.all(['Olena', 'Taras', 'Oleh'].map(name => new Client(gavel, mailbox).register(name)))
  makeModerator(moderator.email)
})
const region = page => page.getByRole('region', { name: 'Bidding', exact: true })
const close = (...pages) => Promise.all(pages.map(page => page.context().close()))

test('a paused lot takes no bids, says so on every page, and goes on with at least half an hour', async () => {
  const lot = await seller.lot({ title: 'A lot with a complaint', duration_s: 600 })
  assert.equal((await bidder.bid(lot.id, 500)).status, 201)
  const [page, other] = await Promise.all([openPage({ cookie: moderator.cookie }), openPage({ cookie: bidder.cookie })])
  await Promise.all([page, other].map(each => each.goto(`${gavel}/en/lots/${lot.id}`)))
  const tools = page.getByRole('region', { name: 'Moderating the lot' })
  await tools.getByRole('button', { name: 'Pause the bidding' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Pause', exact: true }).click()
  await dialog.getByText('Choose a reason.').waitFor()
  await dialog.getByRole('radio', { name: 'A complaint' }).check()
  assert.deepEqual(await axeFindings(page), [])
  await dialog.getByRole('button', { name: 'Pause', exact: true }).click()

  await region(other).getByText('Bidding is paused for a check').waitFor()
  await region(other).getByText('You are leading', { exact: true }).waitFor()
  await region(other).getByRole('button', { name: /Raise my maximum|Place bid/ }).waitFor({ state: 'hidden' })
  assert.equal((await bidder.bid(lot.id, 900)).body.code, 'lot-frozen')

  await tools.getByRole('button', { name: 'Resume the bidding' }).click()
  await dialog.getByRole('radio', { name: 'The check is over' }).check()
  await dialog.getByRole('button', { name: 'Resume', exact: true }).click()
  await region(other).getByText('Bidding was resumed after a check').waitFor()
  await other.locator('#history').getByText('Bidding resumed').waitFor()
  const { standing } = await bidder.get(`/lots/${lot.id}`)
  assert.ok(Date.parse(standing.ends_at) - Date.parse(standing.server_time) > 29 * 60_000, standing.ends_at)
  await region(other).getByRole('button', { name: 'Raise my maximum' }).waitFor()
  assert.deepEqual([page.faults, other.faults], [[], []])
  await close(page, other)
})

test('a suspended account loses its bids and the way to make new ones', async () => {
  const lot = await seller.lot({ title: 'A lot with a false bidder', duration_s: 86_400 })
  const stranger = await new Client(gavel, mailbox).register('Stranger')
  assert.equal((await stranger.bid(lot.id, 500)).status, 201)
  const [page, other] = await Promise.all([openPage({ cookie: moderator.cookie }), openPage({ cookie: stranger.cookie })])
  await Promise.all([page, other].map(each => each.goto(`${gavel}/en/lots/${lot.id}`)))
  await page.locator('#history summary').click()
  await page.getByRole('button', { name: 'Suspend: Bidder 1' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Reason').fill('Bids for the seller.')
  await dialog.getByRole('button', { name: 'Suspend', exact: true }).click()
  await dialog.getByText('Bids are being cancelled on 1 lot.').waitFor()
  await dialog.getByRole('button', { name: 'Close' }).click()
  await region(other).getByText('Your account is suspended').waitFor()
  await region(other).getByText('0 bids').waitFor()
  assert.deepEqual([page.faults, other.faults], [[], []])
  await close(page, other)
})

test('the page of signals is for moderators, on a desk and on a phone', async () => {
  for (const viewport of [desk, phone]) {
    const page = await openPage({ viewport, cookie: moderator.cookie })
    await page.goto(`${gavel}/en/moderation`)
    await page.getByRole('heading', { name: 'Moderation', level: 1 }).waitFor()
    await page.waitForFunction(() => !document.querySelector('#gavel-shell, [aria-busy="true"]'))
    assert.deepEqual(await axeFindings(page), [])
    assert.ok(await sideways(page) <= 0)
    assert.deepEqual(page.faults, [])
    await close(page)
  }
  const page = await openPage({ cookie: bidder.cookie })
  await page.goto(`${gavel}/en/moderation`)
  await page.getByRole('heading', { name: 'Nothing is here' }).waitFor()
  await close(page)
})
