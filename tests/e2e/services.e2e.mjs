// The shop for sellers and the fees behind it: an operator sets a price, a seller promotes a lot by card, everybody sees it.
import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { Client, uah } from '../harness/client.mjs'
import { eventually } from '../harness/process.mjs'
import { axeFindings, gavel, mailbox, openPage, phone, sideways } from './browser.mjs'
import { giveRole } from './person.mjs'
import { cards, typeCard } from './trade.mjs'

let seller, operator
before(async () => {
  ;[seller, operator] = await Promise.all(['Olena', 'Oleh'].map(name => new Client(gavel, mailbox).register(name)))
  giveRole(operator.email, 'operator')
})
const close = (...pages) => Promise.all(pages.map(page => page.context().close()))

test('an operator prices a promotion, a seller buys it by card, and it is in effect', async () => {
  const back = await openPage({ cookie: operator.cookie })
  await back.goto(`${gavel}/en/moderation/fees`)
  const kind = back.getByRole('region', { name: 'Service: Highlight' })
  await kind.getByRole('button', { name: 'New fee' }).click()
  const dialog = back.getByRole('dialog')
  await dialog.getByLabel('Amount').fill('50')
  await dialog.getByLabel('Why').fill('The first price')
  assert.deepEqual(await axeFindings(back), [])
  await dialog.getByRole('button', { name: 'Set it' }).click()
  await kind.getByText('₴50').first().waitFor()
  await kind.getByText(/will apply from/).waitFor()

  const lot = await seller.lot({ title: 'A lot that wants to be seen', duration_s: 86_400 })
  // A price begins a minute ahead at the earliest, so that every server knows it.
  await eventually('the price applies', async () => (await seller.get('/services')).items.some(each => each.service === 'highlight'), 120_000)
  const page = await openPage({ viewport: phone, cookie: seller.cookie })
  await page.goto(`${gavel}/en/services?lot=${lot.id}`)
  await page.getByRole('button', { name: 'Buy: Highlight' }).click()
  const question = page.getByRole('dialog')
  await question.getByText('A lot that wants to be seen').waitFor()
  assert.deepEqual(await axeFindings(page), [])
  assert.ok(await sideways(page) <= 0)
  await question.getByRole('button', { name: 'Pay ₴50' }).click()
  await typeCard(page, cards.approve)
  await page.waitForURL(/\/payments\/\d+$/)
  await page.getByRole('heading', { name: 'Paid', exact: true }).waitFor()
  await page.getByRole('link', { name: 'To the services' }).click()
  await page.getByText('In effect').waitFor()
  assert.deepEqual((await seller.get(`/lots/${lot.id}`)).promotions, ['highlight'])
  const [bought] = (await seller.get('/me/services')).items
  assert.deepEqual([bought.state, bought.price, bought.paid_from], ['paid', uah(50), 'card'])
  assert.deepEqual([page.faults, back.faults], [[], []])
  await close(page, back)
})

test('the rooms of the back office open for those they are for', async () => {
  for (const viewport of [undefined, phone]) {
    const page = await openPage({ viewport, cookie: operator.cookie })
    for (const [path, heading] of [['payments', 'Payments'], ['reconciliation', 'Reconciliation'], ['disputes', 'Disputes'], ['payouts', 'Payouts'], ['fees', 'Fees']]) {
      await page.goto(`${gavel}/en/moderation/${path}`)
      await page.getByRole('heading', { name: heading, level: 1 }).waitFor()
      await page.waitForFunction(() => !document.querySelector('#gavel-shell, [aria-busy="true"], .animate-pulse'))
      assert.deepEqual(await axeFindings(page), [], path)
      assert.ok(await sideways(page) <= 0, path)
    }
    assert.deepEqual(page.faults, [])
    await close(page)
  }
  const stranger = await openPage({ cookie: seller.cookie })
  await stranger.goto(`${gavel}/en/moderation/payouts`)
  await stranger.getByRole('heading', { name: 'Nothing is here' }).waitFor()
  await close(stranger)
})
