// Forms that must not lose or leak anything: signing in, the sell form without a network, settings.
import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { Client } from '../harness/client.mjs'
import { gavel, mailbox, openPage } from './browser.mjs'

let account

before(async () => { account = await new Client(gavel, mailbox).register('Olena') })

async function signIn(page, next) {
  await page.goto(`${gavel}/en/sign-in${next ? `?next=${encodeURIComponent(next)}` : ''}`)
  await page.getByLabel('E-mail').fill(account.email)
  await page.getByLabel('Password', { exact: true }).fill(account.password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
}

test('signing in leads to where one was, and never to another site', async () => {
  const page = await openPage()
  await page.goto(`${gavel}/en/my/watched`)
  await page.waitForURL(url => url.pathname === '/en/sign-in' && url.searchParams.get('next') === '/en/my/watched')
  await signIn(page, '/en/my/watched')
  await page.waitForURL(`${gavel}/en/my/watched`)

  const stranger = await openPage()
  await signIn(stranger, '//evil.example/')
  await stranger.waitForURL(`${gavel}/en`)
  await stranger.context().close()
  await page.context().close()
})

test('a wrong password says so and keeps the address', async () => {
  const page = await openPage()
  await page.goto(`${gavel}/en/sign-in`)
  await page.getByLabel('E-mail').fill(account.email)
  await page.getByLabel('Password', { exact: true }).fill('not the password')
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.getByText('The address or the password is not right').waitFor()
  assert.equal(await page.getByLabel('E-mail').inputValue(), account.email)
  await page.context().close()
})

test('a draft survives a lost connection and a reload', async () => {
  const page = await openPage({ cookie: account.cookie })
  const draft = await account.post('/lots', {})
  await page.goto(`${gavel}/en/sell/${draft.id}`)
  await page.getByLabel('Lot title').fill('Written with a network')
  await page.getByText('All changes saved').filter({ visible: true }).waitFor()

  await page.route('**/api/v1/lots/*', route => (route.request().method() === 'PATCH' ? route.abort() : route.continue()))
  await page.getByLabel('Lot title').fill('Written without a network')
  await page.getByText('No connection.').filter({ visible: true }).waitFor()
  page.on('dialog', dialog => dialog.accept())
  await page.reload()
  await page.unroute('**/api/v1/lots/*')
  await page.getByText('All changes saved').filter({ visible: true }).waitFor()
  assert.equal(await page.getByLabel('Lot title').inputValue(), 'Written without a network')
  assert.equal((await account.get(`/me/lots/${draft.id}`)).title, 'Written without a network')
  await page.context().close()
})

test('settings: a new name, a new language, another session ended', async () => {
  const page = await openPage({ cookie: account.cookie })
  await new Client(gavel, mailbox).post('/sessions', { email: account.email, password: account.password })
  await page.goto(`${gavel}/en/my/settings`)
  const others = page.getByRole('button', { name: /^End the session/ })
  await others.first().waitFor()
  const before = await others.count()
  await others.first().click()
  await page.getByText('Session ended').waitFor()
  assert.equal(await others.count(), before - 1)

  await page.getByLabel('Display name').fill('Olena of Lviv')
  await page.getByRole('radio', { name: 'Українська' }).click()
  await page.getByRole('button', { name: 'Save' }).click()
  await page.waitForURL(`${gavel}/my/settings`)
  await page.getByRole('heading', { name: 'Налаштування' }).waitFor()
  const me = await account.get('/me')
  assert.deepEqual([me.display_name, me.language], ['Olena of Lviv', 'uk'])
  await page.context().close()
})
