// What one looks for is kept: saved from the list, renamed, told by letter or not, forgotten.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Client } from '../harness/client.mjs'
import { axeFindings, gavel, mailbox, openPage, phone, sideways } from './browser.mjs'

test('a search is saved from the list and looked after on a page of its own', async () => {
  const person = await new Client(gavel, mailbox).register('Olena')
  const page = await openPage({ viewport: phone, cookie: person.cookie })
  await page.goto(`${gavel}/en/my/searches`)
  await page.getByRole('heading', { name: 'No saved searches yet' }).waitFor()
  assert.deepEqual(await axeFindings(page), [])

  await page.goto(`${gavel}/en/lots`)
  await page.getByRole('heading', { level: 1 }).waitFor()
  assert.equal(await page.getByRole('button', { name: 'Save this search' }).count(), 0, 'nothing is searched for yet')
  await page.goto(`${gavel}/en/lots?q=spoon&max_price=200000&sort=newest`)
  await page.getByRole('button', { name: 'Save this search' }).click()
  const dialog = page.getByRole('dialog')
  const name = dialog.getByLabel('Name')
  assert.match(await name.inputValue(), /^spoon, /)
  assert.deepEqual(await axeFindings(page), [])
  await name.fill('')
  await dialog.getByRole('button', { name: 'Save', exact: true }).click()
  await dialog.getByText('Give the search a name.').waitFor()
  await name.fill('Silver spoons')
  await name.press('Enter')
  await page.getByText('The search is saved.').waitFor()

  await page.getByRole('link', { name: 'Saved searches' }).last().click()
  const link = page.getByRole('link', { name: 'Silver spoons' })
  await link.waitFor()
  assert.match(await link.getAttribute('href'), /\/en\/lots\?q=spoon&max_price=200000&sort=newest$/)
  assert.deepEqual(await axeFindings(page), [])
  assert.ok(await sideways(page) <= 0)
  await page.getByRole('checkbox', { name: 'Letters about the search “Silver spoons”' }).click()
  await page.getByRole('button', { name: 'Rename the search “Silver spoons”' }).click()
  await page.getByRole('textbox', { name: 'Name' }).fill('Spoons of silver')
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await page.getByRole('link', { name: 'Spoons of silver' }).waitFor()
  const { items } = await person.get('/me/searches')
  assert.deepEqual(items.map(each => [each.name, each.query, each.mail]), [['Spoons of silver', 'q=spoon&max_price=200000', false]])

  await page.getByRole('button', { name: 'Delete the search “Spoons of silver”' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Delete', exact: true }).click()
  await page.getByRole('heading', { name: 'No saved searches yet' }).waitFor()
  assert.deepEqual((await person.get('/me/searches')).items, [])
  assert.deepEqual(page.faults, [])
  await page.context().close()
})

test('whoever is not signed in is asked to, and comes back to the search', async () => {
  const page = await openPage()
  await page.goto(`${gavel}/en/lots?q=spoon`)
  await page.getByRole('button', { name: 'Save this search' }).click()
  await page.waitForURL(url => url.pathname === '/en/sign-in' && url.searchParams.get('next') === '/en/lots?q=spoon')
  await page.context().close()
})
