// News on a device while no page of the lot is open: the switch in Chromium, the road through the server, what the service worker shows.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { Client } from '../harness/client.mjs'
import { eventually } from '../harness/process.mjs'
import { PushService } from '../harness/push_service.mjs'
import { axeFindings, gavel, mailbox, openPage, phone, sideways } from './browser.mjs'

let service, seller, rival
before(async () => {
  service = await PushService.start()
  ;[seller, rival] = await Promise.all(['Pavlo', 'Rival'].map(name => new Client(gavel, mailbox).register(name)))
})
after(() => service?.stop())

/** Chromium here has no push service: its place is taken by ours, everything else is real. */
async function subscribable(page, browser) {
  const { endpoint, p256dh, auth } = browser.form
  await page.context().addInitScript(({ endpoint, p256dh, auth }) => {
    const kept = 'test-push-subscription'
    const made = key => key && {
      options: { applicationServerKey: Uint8Array.from(atob(key.replaceAll('-', '+').replaceAll('_', '/')), c => c.charCodeAt(0)).buffer },
      toJSON: () => ({ endpoint, expirationTime: null, keys: { p256dh, auth } }),
      unsubscribe: async () => { localStorage.removeItem(kept); return true },
    }
    PushManager.prototype.getSubscription = async () => made(localStorage.getItem(kept))
    PushManager.prototype.subscribe = async ({ applicationServerKey }) => { localStorage.setItem(kept, applicationServerKey); return made(applicationServerKey) }
  }, { endpoint, p256dh, auth })
}

/** As the browser's push service would: the decrypted message goes to the service worker. */
async function deliver(page, text) {
  const session = await page.context().newCDPSession(page)
  const registered = new Promise(resolve => session.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => { if (registrations[0]) resolve(registrations[0].registrationId) }))
  await session.send('ServiceWorker.enable')
  await session.send('ServiceWorker.deliverPushMessage', { origin: gavel, registrationId: await registered, data: text })
}

const shown = page => page.evaluate(async () => {
  const registration = await navigator.serviceWorker.getRegistration('/')
  return (await registration.getNotifications()).map(({ title, body, tag, data }) => ({ title, body, tag, url: data.url }))
})

async function visitor(name, { permission = true, viewport } = {}) {
  const person = await new Client(gavel, mailbox).register(name)
  const page = await openPage({ cookie: person.cookie, viewport })
  if (permission) await page.context().grantPermissions(['notifications'], { origin: gavel })
  const browser = service.browser(name)
  await subscribable(page, browser)
  return { person, page, browser }
}

const switchOf = page => page.getByRole('switch', { name: 'Notifications on this device' })

test('somebody who is outbid while away is shown it, and comes to the lot with one touch', async () => {
  const { person, page, browser } = await visitor('olha')
  const lot = await seller.lot({ title: 'A lamp to be told of' })
  await page.goto(`${gavel}/en/letters`)
  assert.equal(await page.evaluate(() => navigator.serviceWorker.getRegistration('/').then(found => found === undefined)), true, 'nothing before a click')
  await switchOf(page).click()
  await page.getByText('Signing out turns this off too').waitFor()
  assert.equal(await switchOf(page).getAttribute('aria-checked'), 'true')
  assert.deepEqual(await axeFindings(page), [])

  assert.equal((await person.bid(lot.id, 300)).status, 201)
  assert.equal((await rival.bid(lot.id, 900)).status, 201)
  const news = await eventually('the push service has it', () => browser.received[0])
  service.faultless()
  await deliver(page, news.text)
  const [note] = await eventually('it is shown', async () => { const all = await shown(page); return all.length > 0 && all })
  assert.deepEqual({ ...note, body: note.body.slice(0, 20) }, { title: 'You have been outbid', body: 'A lamp to be told of', tag: `lot-${lot.id}`, url: `/en/lots/${lot.id}` })

  // Newer news about the same lot take its place; what is no message of ours is shown as something at least.
  await deliver(page, JSON.stringify({ title: 'The lot is yours', body: 'A lamp', url: `/en/lots/${lot.id}`, tag: `lot-${lot.id}` }))
  await eventually('the newer one', async () => (await shown(page)).map(each => each.title).join() === 'The lot is yours')

  const worker = page.context().serviceWorkers()[0]
  const opened = await worker.evaluate(async () => {
    const addresses = []
    self.clients.openWindow = async (address) => { addresses.push(address) }
    const ended = []
    const click = (notification) => {
      const event = new NotificationEvent('notificationclick', { notification })
      event.waitUntil = work => ended.push(work)
      self.dispatchEvent(event)
    }
    const [first] = await self.registration.getNotifications()
    click(first)
    await self.registration.showNotification('Elsewhere', { tag: 'elsewhere', data: { url: 'https://evil.example/x' } })
    click((await self.registration.getNotifications({ tag: 'elsewhere' }))[0])
    await Promise.all(ended)
    return { addresses, left: (await self.registration.getNotifications()).length }
  })
  assert.deepEqual(opened, { addresses: [`${gavel}/en/lots/${lot.id}`, `${gavel}/`], left: 0 })
  assert.deepEqual(page.faults, [])
  await page.context().close()
})

/** The browser has given this device another address. */
const renew = (page, { form: { endpoint, p256dh, auth } }) => page.context().serviceWorkers()[0].evaluate(async (fresh) => {
  let work
  const event = new ExtendableEvent('pushsubscriptionchange')
  event.waitUntil = (given) => { work = given }
  event.newSubscription = { toJSON: () => fresh }
  self.dispatchEvent(event)
  await work
}, { endpoint, keys: { p256dh, auth } })

test('a new address is told to the server; turned off it stays off, also for the server', async () => {
  const { person, page, browser } = await visitor('tamara')
  await page.goto(`${gavel}/en/my/settings`)
  await switchOf(page).click()
  await page.getByText('Signing out turns this off too').waitFor()
  assert.equal((await person.get('/me/push')).active, true)
  await page.reload()
  await page.getByText('Signing out turns this off too').waitFor()

  const renewed = service.browser('tamara-renewed')
  await renew(page, renewed)
  const lot = await seller.lot({ title: 'A lamp for the new address' })
  assert.equal((await person.bid(lot.id, 300)).status, 201)
  assert.equal((await rival.bid(lot.id, 900)).status, 201)
  await eventually('it comes to the new address', () => renewed.received.length === 1)
  assert.equal(browser.received.length, 0)

  await switchOf(page).click()
  await page.getByText('even while the site is closed').waitFor()
  await renew(page, renewed)
  assert.equal((await person.get('/me/push')).active, false)
  await page.context().close()
})

test('a browser that forbids it is told how to allow it', async () => {
  const { page } = await visitor('nazar', { permission: false, viewport: phone })
  await page.context().addInitScript(() => {
    Object.defineProperty(Notification, 'permission', { get: () => 'denied' })
  })
  await page.goto(`${gavel}/en/letters`)
  await page.getByText('Click the icon to the left of the address').waitFor()
  assert.equal(await switchOf(page).count(), 0)
  assert.equal(await sideways(page), 0)
  await page.context().close()
})

test('an iPhone is told about the home screen, another browser what it cannot do', async () => {
  for (const [agent, words] of [['iPhone', 'add the site to the home screen first'], ['Netscape', 'cannot show notifications']]) {
    const { page } = await visitor(`nadiia${agent}`, { permission: false })
    await page.context().addInitScript((name) => {
      delete globalThis.PushManager
      Object.defineProperty(navigator, 'userAgent', { get: () => name })
    }, agent)
    await page.goto(`${gavel}/en/letters`)
    await page.getByText(words).waitFor()
    assert.equal(await page.getByRole('columnheader', { name: 'Push' }).count(), 0)
    await page.context().close()
  }
})

test('the service worker is always fresh and the manifest is complete', async () => {
  const worker = await fetch(`${gavel}/sw.js`)
  assert.match(worker.headers.get('content-type'), /^text\/javascript/)
  assert.equal(worker.headers.get('cache-control'), 'no-cache')
  const manifest = await fetch(`${gavel}/manifest.webmanifest`)
  assert.equal(manifest.headers.get('content-type'), 'application/manifest+json')
  for (const { src } of (await manifest.json()).icons) assert.equal((await fetch(gavel + src)).headers.get('content-type'), 'image/png', src)
})
