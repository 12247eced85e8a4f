// Looking at a lot's photos: thumbnails, keyboard, full screen, fingers; lists and shared links show the first one.
import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { Client } from '../harness/client.mjs'
import { pdf, png } from '../harness/pictures.mjs'
import { axeFindings, desk, gavel, mailbox, openPage, phone, sideways } from './browser.mjs'

let lot, seller
const title = 'Silver thaler of 1780, three views'
const words = 'The edge, with a small dent'

before(async () => {
  seller = await new Client(gavel, mailbox).register('Olena')
  lot = await seller.lot({ title })
  const path = `/lots/${lot.id}/photos`
  const sent = [
    await seller.upload(path, png(1600, 1200)),
    await seller.upload(path, png(900, 1200), { alt: words }),
    await seller.upload(path, png(1200, 500)),
    await seller.upload(`/lots/${lot.id}/documents`, pdf, { content_type: 'application/pdf', name: 'Certificate.pdf' }),
    await seller.upload('/me/avatar', png(600, 600)),
  ]
  for (const each of sent) assert.equal((await seller.checked(each.id)).state, 'ready')
})

async function openGallery(options) {
  const page = await openPage(options)
  await page.goto(`${gavel}/en/lots/${lot.id}`)
  const gallery = page.getByRole('region', { name: 'Photos of the lot' })
  await gallery.waitFor()
  return { page, gallery, large: gallery.getByRole('list', { name: 'Large photo' }), chosen: gallery.locator('button[aria-current=true]') }
}
/** Waits until the large photo of this number fills the window of the gallery and is decoded. */
const shows = (page, large, number) => page.waitForFunction(([strip, at]) => {
  const image = strip.children[at - 1]?.querySelector('img')
  return Math.round(strip.scrollLeft / strip.clientWidth) === at - 1 && image?.complete && image.naturalWidth > 0 && !image.style.backgroundImage
}, [large, number])
/** Waits until a photo on the whole screen is clearly enlarged, or whole again. */
const hasScale = async (page, photo, enlarged) => page.waitForFunction(([image, larger]) => {
  const scale = new DOMMatrix(getComputedStyle(image.closest('div')).transform).a
  return larger ? scale > 1.5 : scale === 1
}, [await photo.elementHandle(), enlarged])
/** Fingers that go sidewards over an element; places are pixels from its middle. */
async function stroke(page, element, { from, to, moves = 10 }) {
  const touch = await page.context().newCDPSession(page)
  const { x, y, width, height } = await element.boundingBox()
  const points = part => from.map((start, id) => ({ id, x: x + width / 2 + start + (to[id] - start) * part, y: y + height / 2 }))
  await touch.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: points(0) })
  for (let move = 1; move <= moves; move++) await touch.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: points(move / moves) })
  await touch.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] })
}
async function done(page) {
  assert.deepEqual(page.faults, [])
  await page.context().close()
}

test('the photos are turned by thumbnails and by keys, whole and without a jump of the page', async () => {
  const { page, gallery, large, chosen } = await openGallery()
  const strip = await large.elementHandle()
  await shows(page, strip, 1)
  const height = await gallery.evaluate(element => element.clientHeight)
  await gallery.getByRole('button', { name: 'Photo 2 of 3' }).click()
  await shows(page, strip, 2)
  assert.equal(await large.getByRole('img', { name: words }).evaluate(image => getComputedStyle(image).objectFit), 'contain')
  await page.keyboard.press('ArrowRight')
  await shows(page, strip, 3)
  assert.equal(await chosen.getAttribute('aria-label'), 'Photo 3 of 3')
  assert.ok(await chosen.evaluate(element => element === document.activeElement), 'the focus stays with the chosen thumbnail')
  await page.keyboard.press('Home')
  await shows(page, strip, 1)
  assert.equal(await gallery.evaluate(element => element.clientHeight), height)
  assert.deepEqual(await axeFindings(page), [])
  await done(page)
})

test('full screen: keys turn and zoom, Escape closes and gives the focus back', async () => {
  const { page, gallery, chosen } = await openGallery()
  await gallery.getByRole('button', { name: 'Full screen' }).press('Enter')
  const dialog = page.getByRole('dialog', { name: 'Photos of the lot' })
  await dialog.waitFor()
  await page.keyboard.press('ArrowRight')
  const photo = dialog.getByRole('img', { name: words })
  await photo.waitFor()
  const scaled = enlarged => hasScale(page, photo, enlarged)
  await page.keyboard.press('+')
  await scaled(true)
  await page.keyboard.press('ArrowRight')
  assert.ok(await photo.isVisible(), 'an arrow moves an enlarged photo')
  await page.keyboard.press('0')
  await scaled(false)
  const { x, y, width, height } = await dialog.boundingBox()
  await page.mouse.move(x + width / 2, y + height / 2)
  await page.mouse.wheel(0, -400)
  await scaled(true)
  await page.mouse.dblclick(x + width / 2, y + height / 2)
  await scaled(false)
  assert.deepEqual(await axeFindings(page), [])
  await page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'detached' })
  assert.equal(await page.evaluate(() => document.activeElement?.getAttribute('aria-label')), 'Full screen')
  assert.equal(await chosen.getAttribute('aria-label'), 'Photo 2 of 3')
  await done(page)
})

test('on a phone a finger turns, and two enlarge', async () => {
  const { page, gallery, large, chosen } = await openGallery({ viewport: phone, dark: true })
  const strip = await large.elementHandle()
  await shows(page, strip, 1)
  assert.ok(await sideways(page) <= 0)
  await stroke(page, large, { from: [100], to: [-120] })
  await shows(page, strip, 2)
  assert.equal(await chosen.getAttribute('aria-label'), 'Photo 2 of 3')

  await large.tap()
  const dialog = page.getByRole('dialog', { name: 'Photos of the lot' })
  const photo = dialog.getByRole('img', { name: words })
  await photo.waitFor()
  await stroke(page, dialog, { from: [-40, 40], to: [-90, 90] })
  await hasScale(page, photo, true)
  assert.equal(await page.evaluate(() => window.visualViewport.scale), 1)
  assert.deepEqual(await axeFindings(page), [])
  const { x, y } = await dialog.boundingBox()
  await page.touchscreen.tap(x + 180, y + 400)
  await page.touchscreen.tap(x + 180, y + 400)
  await hasScale(page, photo, false)
  await stroke(page, dialog, { from: [-100], to: [100] })
  await dialog.getByText('1 / 3').waitFor()
  // Not a tap: right after a stroke Chromium takes that as the end of a fling.
  await dialog.getByRole('button', { name: 'Close' }).click()
  await dialog.waitFor({ state: 'detached' })
  await gallery.waitFor()
  await done(page)
})

test('lists fetch the smallest file that a phone needs', async () => {
  const page = await openPage({ viewport: phone })
  await page.goto(`${gavel}/en/lots?seller=${seller.me.id}`)
  const image = page.getByRole('listitem').filter({ hasText: title }).locator('img')
  await page.waitForFunction(each => each.complete && each.naturalWidth > 0, await image.elementHandle())
  assert.match(await image.evaluate(each => each.currentSrc), /\/320\.avif$/)
  await done(page)
})

test('a lot shows its documents and its seller, and a shared link its picture', async () => {
  const { page } = await openGallery({ viewport: desk })
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Certificate.pdf' }).click()])
  assert.match(file.suggestedFilename(), /\.pdf$/)
  const portrait = page.getByRole('region', { name: 'Seller' }).locator('img')
  await portrait.scrollIntoViewIfNeeded()
  await page.waitForFunction(each => each.complete && each.naturalWidth > 0, await portrait.elementHandle())
  assert.match(await portrait.evaluate(each => each.currentSrc), /\/96\.avif$/)
  const html = await (await fetch(`${gavel}/en/lots/${lot.id}`)).text()
  const shared = html.match(/<meta property="og:image" content="([^"]*)"/)?.[1]
  assert.equal((await fetch(shared)).headers.get('content-type'), 'image/jpeg')
  await done(page)
})
