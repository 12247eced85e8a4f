// What the tests of orders share: a sale that is waiting to be paid, and the payer in front of the page of the simulated gateway.
import { randomUUID } from 'node:crypto'
import { uah } from '../harness/client.mjs'
import { eventually } from '../harness/process.mjs'
import { gavel } from './browser.mjs'

export { cards } from '../harness/fondy.mjs'

/** A lot that the buyer has bought at once, and the order that came of it. */
export async function bought(seller, buyer, title, price = 1500) {
  const lot = await seller.lot({ title, buy_now_price: uah(price), start_price: uah(100), shipping: [{ method: 'nova_poshta', cost: uah(80) }, { method: 'pickup', cost: null }] })
  await buyer.post(`/lots/${lot.id}/buy-now`, { price: uah(price) }, { headers: { 'idempotency-key': randomUUID() } })
  return { lot, order: await orderOf(buyer, 'buyer', title) }
}

/** The order about a lot with this title, once it is there. */
export const orderOf = (person, role, title, state = '') => eventually(`an order about ${title}`, async () =>
  (await person.get(`/orders?role=${role}${state && `&state=${state}`}`)).items.find(each => each.title === title))

export const order = (page, id) => page.goto(`${gavel}/en/orders/${id}`)

/** Fills in a branch of Nova Poshta, which the form offers first. */
export async function chooseDelivery(page) {
  await page.getByRole('heading', { name: 'Choose the delivery' }).waitFor()
  await page.getByRole('radio', { name: /Nova Poshta/ }).check()
  await page.getByLabel('Recipient').fill('Taras Shevchenko')
  await page.getByLabel('Phone').fill('067 123 45 67')
  await page.getByLabel('Town or village').fill('Kaniv')
  await page.getByLabel('Number of the branch').fill('3')
  await page.getByRole('button', { name: 'Save and go to payment' }).click()
}

/** The gateway's own page: a card is typed in, and 3-D Secure confirmed where it asks. */
export async function typeCard(page, card, { secure = false } = {}) {
  await page.waitForURL(/\/checkout\//)
  await page.locator('#card').fill(card)
  await page.locator('#expiry').fill('12/30')
  await page.locator('#cvv').fill('123')
  await page.locator('button[value="pay"]').click()
  if (secure) await page.locator('button[value="yes"]').click()
}
