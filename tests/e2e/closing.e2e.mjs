// The end of an account: refused while others rely on it, then for good; its past stays without a name.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Client } from '../harness/client.mjs'
import { eventually } from '../harness/process.mjs'
import { axeFindings, gavel, mailbox, openPage, phone, sideways } from './browser.mjs'

async function openDialog(person) {
  const page = await openPage({ viewport: phone, cookie: person.cookie })
  await page.goto(`${gavel}/en/my/settings`)
  await page.getByRole('button', { name: 'Close the account…' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Current password').waitFor()
  return { page, dialog, confirm: dialog.getByRole('button', { name: 'Close for good' }) }
}

test('an account that others rely on stays, and says why', async () => {
  const [seller, bidder] = await Promise.all(['Iryna', 'Danylo'].map(name => new Client(gavel, mailbox).register(name)))
  const lot = await seller.lot({ title: 'A lot that keeps two accounts open' })
  assert.equal((await bidder.bid(lot.id, 300)).status, 201)
  for (const [person, words] of [[seller, 'Your lots are still on auction'], [bidder, 'Your bids stand until the auction ends']]) {
    const { page, dialog, confirm } = await openDialog(person)
    await dialog.getByLabel('Current password').fill('not the password')
    await confirm.click()
    await dialog.getByText('The current password is not right').waitFor()
    await dialog.getByLabel('Current password').fill(person.password)
    await confirm.click()
    await dialog.getByText(words).waitFor()
    assert.equal(await dialog.getByRole('link', { name: `Lot № ${lot.id}` }).count(), 1)
    assert.deepEqual(await axeFindings(page), [])
    assert.ok(await sideways(page) <= 0)
    assert.equal((await person.call('GET', '/me')).status, 200)
    await page.context().close()
  }
})

test('an account is closed for good', async () => {
  const person = await new Client(gavel, mailbox).register('Taras')
  await person.post('/me/searches', { name: 'Spoons', query: 'q=spoon' })
  const { page, dialog, confirm } = await openDialog(person)
  await dialog.getByLabel('Current password').fill(person.password)
  await confirm.click()
  await page.waitForURL(`${gavel}/en`)
  await page.getByRole('button', { name: 'Menu' }).click()
  await page.getByRole('link', { name: 'Sign in' }).first().waitFor()
  assert.equal((await person.call('GET', '/me')).status, 401)
  const again = await new Client(gavel, mailbox).call('POST', '/sessions', { email: person.email, password: person.password })
  assert.equal(again.body.code, 'wrong-credentials')
  await person.letter(each => /account is closed/i.test(each.subject))
  // The address is free again, for an account that has nothing of the old one.
  const back = new Client(gavel, mailbox)
  await back.post('/accounts', { email: person.email, password: 'a new harbour at night', display_name: 'Taras', language: 'en' })
  await eventually('a second letter asks to confirm', async () => (await person.letters()).filter(each => each.links.some(link => link.includes('/confirm?token='))).length === 2)
  assert.deepEqual(page.faults, [])
  await page.context().close()
})
