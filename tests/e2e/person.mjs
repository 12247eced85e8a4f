// Somebody in a browser: registers, sells, bids, looks. Speaks English, so that the tests read like the pages.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { eventually } from '../harness/process.mjs'
import { gavelBinary } from '../harness/stack.mjs'
import { desk, gavel, mailbox, openPage } from './browser.mjs'

/** What an operator does on the server's machine; there is no page for it. */
export const makeModerator = email => giveRole(email, 'moderator')
export function giveRole(email, role) {
  execFileSync(gavelBinary, ['account', 'role', email, role], { env: { PATH: process.env.PATH, GAVEL_PG_URL: process.env.GAVEL_PG_URL }, stdio: 'pipe' })
}

export class Person {
  static async arrive(name, viewport = desk) {
    const person = new Person()
    Object.assign(person, { name, email: `${name.toLowerCase()}-${randomUUID().slice(0, 8)}@example.test`, password: `quiet harbour ${name}` })
    person.page = await openPage({ viewport })
    return person
  }

  /** Through the form and the link of the letter, as everybody does. */
  async register() {
    const { page } = this
    await page.goto(`${gavel}/en/sign-up`)
    await page.getByLabel('Display name').fill(this.name)
    await page.getByLabel('E-mail').fill(this.email)
    await page.getByLabel('Password', { exact: true }).fill(this.password)
    await page.getByRole('button', { name: 'Create account' }).click()
    await page.getByRole('heading', { name: 'Letter sent' }).waitFor()
    const letter = await this.letter('the confirmation', each => each.links.some(link => link.includes('token=')))
    const link = new URL(letter.links.find(each => each.includes('token=')))
    await page.goto(gavel + link.pathname + link.search)
    await page.getByRole('heading', { name: 'Address confirmed' }).waitFor()
    return this
  }

  /** Lists a lot through the sell form; `minutes` is how long it runs. Leaves the page on the lot. */
  async list({ title, price, reserve, minutes }) {
    const { page } = this
    await page.goto(`${gavel}/en/sell`)
    await page.getByRole('button', { name: 'New lot' }).click()
    await page.getByLabel('Lot title').fill(title)
    await page.getByRole('button', { name: 'Category:' }).click()
    await page.getByRole('option').first().click()
    await page.getByRole('radio', { name: 'Good' }).click()
    await page.getByRole('textbox', { name: 'Description' }).fill('A **fine** piece.\n\n- 30 mm\n- 12 g')
    await page.getByLabel('Start price').fill(String(price))
    if (reserve) {
      await page.getByRole('checkbox', { name: 'Set a reserve price' }).click()
      await page.getByLabel('Reserve price', { exact: true }).fill(String(reserve))
    }
    await page.getByText('Other', { exact: true }).click()
    await page.getByLabel('Duration').fill(String(minutes))
    await page.getByRole('combobox', { name: 'Unit of time' }).click()
    await page.getByRole('option', { name: 'minutes' }).click()
    await page.getByLabel('Where the lot is').fill('Lviv')
    await page.getByRole('checkbox', { name: 'Collection in person' }).click()
    await page.getByText('All changes saved').filter({ visible: true }).waitFor()
    await page.getByRole('button', { name: 'Publish' }).click()
    await page.waitForURL(/\/en\/lots\/\d+$/)
    return new URL(page.url()).pathname.split('/').at(-1)
  }

  async open(lot) {
    await this.page.goto(`${gavel}/en/lots/${lot}`)
    await this.panel.waitFor()
  }

  get panel() { return this.page.getByRole('region', { name: 'Bidding', exact: true }) }

  /** Sends a maximum; resolves with the server's answer and the moment it came. */
  async bid(hryvnias) {
    const field = this.panel.getByLabel(/^(Your|New) maximum/)
    await field.fill(String(hryvnias))
    const answered = this.page.waitForResponse(response => response.request().method() === 'POST' && response.url().endsWith('/bids'))
    await this.panel.getByRole('button', { name: /^(Place bid|Raise my maximum)$/ }).click()
    const response = await answered
    assert.equal(response.status(), 201, await response.text())
    const { startTime, responseEnd } = response.request().timing()
    return { at: startTime + responseEnd, ...await response.json() }
  }

  /** Resolves with the moment, by the page's own clock, when the price on this page reads exactly `text`. */
  async sees(text, timeout = 20_000) {
    const moment = await this.page.waitForFunction((wanted) => {
      const label = [...document.querySelectorAll('section[aria-label="Bidding"] p')].find(each => /^(Current price|Start price|Sold for|Last price)$/.test(each.textContent.trim()))
      return label?.nextElementSibling?.firstElementChild?.textContent.trim() === wanted && Date.now()
    }, text, { timeout, polling: 50 })
    return moment.jsonValue()
  }

  /** When the lot ends, as this page shows it: milliseconds. */
  async ends() { return Date.parse(await this.panel.locator('time').first().getAttribute('datetime')) }

  async hears(text, timeout = 20_000) { await this.panel.getByText(text).first().waitFor({ timeout }) }

  async letters() { return (await (await fetch(`${mailbox}/api/messages?to=${encodeURIComponent(this.email)}`)).json()).items }
  letter(what, matches) { return eventually(`${this.name} gets ${what}`, async () => (await this.letters()).find(matches)) }

  /** The account's own list of messages, by words. */
  async notified(text) {
    await this.page.goto(`${gavel}/en/my/notifications`)
    await this.page.getByRole('listitem').filter({ hasText: text }).first().waitFor()
  }

  faultless() { assert.deepEqual(this.page.faults, [], `errors on ${this.name}'s pages`) }
}
