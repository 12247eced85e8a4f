// What letters lead to: a new password for a forgotten one, and fewer letters without signing in.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Client } from '../harness/client.mjs'
import { eventually } from '../harness/process.mjs'
import { axeFindings, gavel, mailbox, openPage, phone, sideways } from './browser.mjs'

const linkOf = (letter, path) => {
  const url = new URL(letter.links.find(each => each.includes(path)))
  return gavel + url.pathname + url.search
}

test('a forgotten password is replaced by the link of a letter, and everybody else is signed out', async () => {
  const person = await new Client(gavel, mailbox).register('Olena')
  const page = await openPage({ viewport: phone })
  await page.goto(`${gavel}/en/sign-in`)
  await page.getByRole('link', { name: 'Forgot the password?' }).click()
  await page.getByRole('button', { name: 'Send the letter' }).waitFor() // the page before has a field of the same name
  await page.getByLabel('E-mail').fill(person.email)
  await page.getByRole('button', { name: 'Send the letter' }).click()
  await page.getByRole('heading', { name: 'Letter sent' }).waitFor()
  const letter = await person.letter(each => each.links.some(link => link.includes('/reset-password?token=')))
  const link = linkOf(letter, '/reset-password?token=')
  await page.goto(link)
  await page.getByLabel('New password').fill('short')
  await page.getByRole('button', { name: 'Change the password' }).click()
  await page.getByText('Use at least 10 characters.').waitFor()
  assert.deepEqual(await axeFindings(page), [])
  await page.getByLabel('New password').fill('a new harbour at night')
  await page.getByRole('button', { name: 'Change the password' }).click()
  await page.getByRole('heading', { name: 'The password is changed' }).waitFor()
  await eventually('the old session is over', async () => (await person.call('GET', '/me')).status === 401)
  await page.goto(link)
  await page.getByLabel('New password').fill('another harbour at night')
  await page.getByRole('button', { name: 'Change the password' }).click()
  await page.getByRole('heading', { name: 'The link did not work' }).waitFor()
  await page.goto(`${gavel}/en/sign-in`)
  await page.getByLabel('E-mail').fill(person.email)
  await page.getByLabel('Password', { exact: true }).fill('a new harbour at night')
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.waitForURL(`${gavel}/en`)
  assert.deepEqual(page.faults, [])
  await page.context().close()
})

test('a password is changed by who knows it', async () => {
  const person = await new Client(gavel, mailbox).register('Taras')
  const page = await openPage({ cookie: person.cookie })
  await page.goto(`${gavel}/en/my/settings`)
  await page.getByLabel('Current password').fill('not the password')
  await page.getByLabel('New password').fill('a new harbour at night')
  await page.getByRole('button', { name: 'Change the password' }).click()
  await page.getByRole('alert').waitFor()
  await page.getByLabel('Current password').fill(person.password)
  await page.getByRole('button', { name: 'Change the password' }).click()
  await page.getByText('Changed', { exact: true }).waitFor()
  assert.equal((await person.call('GET', '/me')).status, 200, 'this device stays signed in')
  await person.letter(each => /password/i.test(each.subject) && /changed/i.test(each.subject + each.text))
  await page.context().close()
})

test('a letter leads to its preferences, without signing in', async () => {
  const [seller, outbid, rival] = await Promise.all(['Iryna', 'Danylo', 'Borys'].map(name => new Client(gavel, mailbox).register(name)))
  const lot = await seller.lot({ title: 'A lot that somebody writes about' })
  for (const [who, maximum] of [[outbid, 300], [rival, 500]]) assert.equal((await who.bid(lot.id, maximum)).status, 201)
  const letter = await outbid.letter(each => each.links.some(link => link.includes('/letters?token=')))
  const page = await openPage({ viewport: phone })
  await page.goto(linkOf(letter, '/letters?token='))
  const box = page.getByRole('checkbox', { name: 'Letter: You were outbid' })
  assert.equal(await box.isChecked(), true)
  assert.deepEqual(await axeFindings(page), [])
  assert.ok(await sideways(page) <= 0)
  await box.click()
  await page.getByText('Changes are kept at once').waitFor()
  await page.getByRole('status').getByText('Saved').waitFor()
  await page.getByRole('checkbox', { name: /^Quiet hours/ }).click()
  await page.getByLabel('From').waitFor()
  const kept = await outbid.get('/me/preferences')
  assert.equal(kept.events.find(each => each.kind === 'outbid').mail, false)
  assert.deepEqual([kept.quiet_from, kept.quiet_to], ['22:00', '08:00'])
  assert.deepEqual(page.faults, [])
  await page.context().close()
})
