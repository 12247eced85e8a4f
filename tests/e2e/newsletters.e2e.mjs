// News by letter: somebody without an account subscribes, an operator writes and sends, the letter comes in their language, one click ends it.
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { before, test } from 'node:test'
import { Client } from '../harness/client.mjs'
import { eventually } from '../harness/process.mjs'
import { axeFindings, desk, gavel, mailbox, openPage, phone, sideways } from './browser.mjs'
import { giveRole } from './person.mjs'

let operator, moderator
before(async () => {
  ;[operator, moderator] = await Promise.all(['Oksana', 'Marko'].map(name => new Client(gavel, mailbox).register(name)))
  giveRole(operator.email, 'operator')
  giveRole(moderator.email, 'moderator')
})
const reader = name => Object.assign(new Client(gavel, mailbox), { email: `${name}-${randomUUID().slice(0, 8)}@example.test` })
const linkOf = (letter, path) => {
  const url = new URL(letter.links.find(each => each.includes(path)))
  return gavel + url.pathname + url.search
}
const count = (page, name) => page.locator(`[data-count=${name}]`).innerText().then(Number)

test('from the form at the foot of a page to the one click that ends it', async () => {
  const olena = reader('olena')
  const visitor = await openPage({ viewport: phone })
  await visitor.goto(`${gavel}/`)
  await visitor.getByRole('contentinfo').scrollIntoViewIfNeeded() // the form is fetched when somebody comes near it
  await visitor.getByRole('textbox', { name: 'Електронна пошта' }).fill('не адреса')
  await visitor.getByRole('button', { name: 'Підписатися' }).click()
  await visitor.getByRole('textbox', { name: 'Електронна пошта' }).fill(olena.email)
  await visitor.getByText('Лише про деякі речі').click()
  await visitor.getByRole('checkbox').first().waitFor()
  await visitor.getByRole('button', { name: 'Підписатися' }).click()
  await visitor.getByText('Лист у дорозі').waitFor()
  assert.ok(await sideways(visitor) <= 0)
  const asked = await olena.letter(each => each.links.some(link => link.includes('/newsletter/confirm?token=')))
  assert.match(asked.subject, /Підтвердьте підписку/)
  await visitor.goto(linkOf(asked, '/newsletter/confirm'))
  await visitor.getByRole('button', { name: 'Підтвердити підписку' }).waitFor()
  assert.deepEqual(await axeFindings(visitor), [])
  await visitor.getByRole('button', { name: 'Підтвердити підписку' }).click()
  await visitor.getByRole('heading', { name: 'Ви підписані' }).waitFor()

  // Moderators have no such page.
  const stranger = await openPage({ cookie: moderator.cookie })
  await stranger.goto(`${gavel}/en/newsletters`)
  await stranger.getByRole('heading', { name: 'Nothing is here' }).waitFor()
  await stranger.context().close()

  const page = await openPage({ viewport: desk, cookie: operator.cookie })
  await eventually('the role is known', async () => (await operator.call('GET', '/newsletters')).status === 200)
  await page.goto(`${gavel}/en/newsletters`)
  await page.getByRole('button', { name: 'New newsletter' }).click()
  const marker = randomUUID().slice(0, 8)
  await page.getByRole('tab', { name: 'Українська' }).click()
  await page.getByRole('textbox', { name: 'Subject' }).fill(`Осінні торги ${marker}`)
  await page.getByRole('textbox', { name: 'Letter' }).fill('## Марки\n\nНайкращі **марки** осені: [дивитися](https://auction.example/lots).')
  await page.getByRole('tab', { name: 'English' }).click()
  await page.getByRole('textbox', { name: 'Subject' }).fill(`Autumn sale ${marker}`)
  await page.getByRole('textbox', { name: 'Letter' }).fill('## Stamps\n\nThe best **stamps** of autumn.')
  await page.frameLocator('iframe:visible').getByRole('heading', { name: 'Stamps' }).waitFor()
  await page.getByText('Saved', { exact: true }).waitFor()
  assert.deepEqual(await axeFindings(page), [])

  await page.getByRole('button', { name: 'Send to myself' }).click()
  await page.getByText('The test letter is on its way').waitFor()
  await operator.letter(each => each.subject === `Test: Autumn sale ${marker}`)

  await page.getByRole('button', { name: 'Send…' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByText(/\d+ recipients?/).first().waitFor()
  assert.deepEqual(await axeFindings(page), [])
  await dialog.getByRole('button', { name: /^Send to \d+$/ }).click()
  const news = await olena.letter(each => each.subject.includes(marker))
  assert.equal(news.subject, `Осінні торги ${marker}`, 'in the language of the reader')
  await page.getByText('100 % done').waitFor()
  await page.getByText('Sent', { exact: true }).first().waitFor()
  assert.ok(await count(page, 'sent') >= 1)
  assert.equal(await count(page, 'waiting'), 0)
  assert.deepEqual(await axeFindings(page), [])

  // A mail program's own request: no cookies, another origin.
  const url = linkOf(news, '/newsletter/unsubscribe/')
  assert.equal((await fetch(url)).status, 200)
  const left = () => page.reload().then(() => page.locator('[data-count=unsubscribed]').waitFor()).then(() => count(page, 'unsubscribed'))
  assert.equal(await left(), 0, 'looking changes nothing')
  const ended = await fetch(url, { method: 'POST', body: 'List-Unsubscribe=One-Click', headers: { 'content-type': 'application/x-www-form-urlencoded', 'origin': 'https://mail.example' } })
  assert.equal(ended.status, 200)
  assert.equal(await left(), 1)
  assert.deepEqual(page.faults, [])
  assert.deepEqual(visitor.faults, [])
  await Promise.all([page, visitor].map(each => each.context().close()))
})

test('a scheduled newsletter can be taken back, and cancelled', async () => {
  const page = await openPage({ viewport: phone, cookie: operator.cookie, dark: true })
  const campaign = await operator.post('/newsletters', {})
  await operator.ok('PUT', '/me/newsletter', { subscribed: true })
  await operator.ok('PATCH', `/newsletters/${campaign.id}`, { texts: [{ language: 'en', subject: 'Later', body: 'Later.' }] })
  await operator.post(`/newsletters/${campaign.id}/schedule`, { at: new Date(Date.now() + 3600_000).toISOString() })
  await page.goto(`${gavel}/en/newsletters/${campaign.id}`)
  await page.getByText('Scheduled', { exact: true }).waitFor()
  assert.ok(await sideways(page) <= 0)
  assert.deepEqual(await axeFindings(page), [])
  await page.getByRole('button', { name: 'Make it a draft again' }).click()
  await page.getByRole('textbox', { name: 'Subject' }).waitFor()
  assert.ok(await sideways(page) <= 0)
  await page.getByRole('button', { name: 'Cancel', exact: true }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel', exact: true }).click()
  await page.getByText('Cancelled', { exact: true }).waitFor()
  assert.deepEqual(page.faults, [])
  await page.context().close()
})

test('who has an account subscribes with one click', async () => {
  const person = await new Client(gavel, mailbox).register('Petro')
  const page = await openPage({ cookie: person.cookie })
  await page.goto(`${gavel}/en/letters`)
  await page.getByRole('checkbox', { name: 'Send me newsletters' }).click()
  await page.getByText('Saved', { exact: true }).waitFor()
  assert.equal((await person.get('/me/newsletter')).subscribed, true)
  assert.equal(await page.getByRole('heading', { name: 'News of the auction' }).count(), 1, 'the form at the foot is for guests')
  await page.context().close()
})
