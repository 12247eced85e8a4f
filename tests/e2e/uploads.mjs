// A seller's photos in the browser, whatever keeps the files: sent, put in order, described, turned, removed; cut off and gone on with.
import assert from 'node:assert/strict'
import { eventually } from '../harness/process.mjs'
import { Client } from '../harness/client.mjs'
import { pdf, png } from '../harness/pictures.mjs'
import { axeFindings, openPage, phone, sideways } from './browser.mjs'

const photo = (name, width, height) => ({ name, mimeType: 'image/png', buffer: png(width, height) })
/** Large enough that a connection can be lost in the middle. */
const large = name => ({ name, mimeType: 'image/png', buffer: png(1600, 1200, { noise: true }) })
/** Variants are made by a job, beside everything else this machine does. */
const checked_ms = 120_000

class Album {
  static async open(stack, name, options = {}) {
    const album = new Album()
    const seller = await new Client(stack.url, stack.mailbox).register(name)
    const draft = await seller.post('/lots', {
      title: `Lot of ${name}`, description: 'Look at the photos.', category_id: await seller.leaf(), condition: 'good', location: 'Kyiv',
      shipping: [{ method: 'pickup', cost: null }], start_price: { amount: 10_000, currency: 'UAH' }, duration_s: 3600,
    })
    const page = await openPage({ cookie: seller.cookie, at: stack.url, ...options })
    Object.assign(album, { stack, seller, page, lot: draft.id, address: `${stack.url}/en/sell/${draft.id}` })
    await page.goto(album.address)
    await page.getByRole('button', { name: 'Choose photos' }).waitFor()
    return album
  }

  get list() { return this.page.getByRole('list', { name: 'Photos' }) }
  choose(...files) { return this.page.locator('input[type=file][multiple]').first().setInputFiles(files) }
  photo(number) { return this.page.getByRole('button', { name: `Photo ${number}: words and actions` }) }
  async ready(count) {
    for (let number = 1; number <= count; ++number) await this.photo(number).waitFor({ timeout: checked_ms })
    return (await this.files()).photos.flatMap(each => each.photo?.url ?? [])
  }
  files() { return this.seller.get(`/me/lots/${this.lot}/files`) }
  async close() {
    assert.deepEqual(this.page.faults, [])
    await this.page.context().close()
  }
}

/** Several at once, what is no photo among them; then order, words, turning, removing; at the end everybody sees them. */
export async function sends_and_arranges(stack) {
  const album = await Album.open(stack, 'Olena')
  const { page } = album
  await album.choose(photo('a.png', 800, 600), photo('b.png', 600, 800), { name: 'c.txt', mimeType: 'text/plain', buffer: Buffer.from('words') },
    { name: 'd.png', mimeType: 'image/png', buffer: Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>') })
  await page.getByText('This is not a photo.').waitFor()
  await page.getByText('By its content this is not a photo.').or(page.getByText('This format is not taken.')).waitFor({ timeout: checked_ms })
  const [first, second] = await album.ready(2)
  await page.getByText('Cover', { exact: true }).waitFor()
  assert.deepEqual(await axeFindings(page), [])
  for (const times of [2, 1]) {
    assert.equal(await page.getByRole('button', { name: 'Remove', exact: true }).count(), times)
    await page.getByRole('button', { name: 'Remove', exact: true }).last().click()
    await eventually('a refused file is gone', async () => await page.getByRole('button', { name: 'Remove', exact: true }).count() === times - 1)
  }

  // By keyboard, by hand, and pasted.
  await page.getByRole('button', { name: 'Move photo 1 later' }).press('Enter')
  await page.getByText('Now photo 2 of 2').waitFor()
  await eventually('the order is kept', async () => (await album.files()).photos[0].photo.url === second)
  await album.list.getByRole('listitem').nth(0).dragTo(album.list.getByRole('listitem').nth(1))
  await eventually('the order is kept', async () => (await album.files()).photos[0].photo.url === first)
  const bytes = [...png(500, 500)]
  await page.evaluate((content) => {
    const transfer = new DataTransfer()
    transfer.items.add(new File([new Uint8Array(content)], 'pasted.png', { type: 'image/png' }))
    document.dispatchEvent(new ClipboardEvent('paste', { clipboardData: transfer }))
  }, bytes)
  await album.ready(3)

  await album.photo(1).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('What the photo shows').fill('The front')
  assert.deepEqual(await axeFindings(page), [])
  await dialog.getByRole('button', { name: 'Turn' }).click()
  await eventually('it is turned', async () => { const [turned] = (await album.files()).photos; return turned.quarter_turns === 1 && !turned.turning && turned.photo.url !== first }, checked_ms)
  await dialog.getByRole('button', { name: 'Save' }).click()
  await dialog.waitFor({ state: 'detached' })
  await album.photo(3).click()
  await dialog.getByRole('button', { name: 'Remove' }).click()
  await dialog.waitFor({ state: 'detached' })

  await page.locator('input[type=file][accept*="pdf"]').setInputFiles([{ name: 'certificate.pdf', mimeType: 'application/pdf', buffer: pdf }])
  await page.getByRole('link', { name: 'certificate.pdf' }).waitFor({ timeout: checked_ms })

  await page.getByRole('button', { name: 'Publish' }).click()
  await page.waitForURL(/\/en\/lots\/\d+$/)
  const { photos, documents } = await album.seller.get(`/lots/${album.lot}`)
  assert.deepEqual(photos.map(each => [each.alt, each.width, each.height]), [['The front', 600, 800], [null, 600, 800]])
  assert.deepEqual(documents.map(each => each.name), ['certificate.pdf'])
  await page.getByRole('img', { name: 'The front' }).first().waitFor()
  await album.close()
}

/** The connection is lost in the middle: it goes on by itself. The page is closed in the middle: the same file goes on where it stopped. */
export async function goes_on_after_interruptions(stack) {
  const album = await Album.open(stack, 'Taras', { viewport: phone })
  const { page } = album
  const session = await page.context().newCDPSession(page)
  await session.send('Network.enable')
  const speed = (bytes_per_s, offline = false) => session.send('Network.emulateNetworkConditions', { offline, latency: 0, downloadThroughput: -1, uploadThroughput: bytes_per_s })
  const progress = () => page.getByRole('progressbar').first().getAttribute('aria-valuenow')

  await speed(1_500_000)
  await album.choose(large('a.png'))
  await eventually('some of it is sent', async () => Number(await progress()) > 5)
  await speed(-1, true)
  await page.getByText('No connection. It goes on by itself.').waitFor()
  assert.ok(await sideways(page) <= 0, 'the form scrolls sideways on a phone')
  await speed(-1)
  await album.ready(1)

  await speed(1_500_000)
  await album.choose(large('b.png'))
  await eventually('some of it is sent', async () => Number(await progress()) > 30)
  page.on('dialog', dialog => dialog.accept())
  await page.goto(album.address)
  await page.getByText('Choose this file again and it goes on.').waitFor()
  await speed(-1)
  await album.choose(large('b.png'))
  await album.ready(2)
  assert.equal((await album.files()).photos.length, 2, 'it was not begun anew')
  await album.close()
}

/** A new portrait replaces the initial, and goes again. */
export async function sends_a_portrait(stack) {
  const person = await new Client(stack.url, stack.mailbox).register('Daryna')
  const page = await openPage({ cookie: person.cookie, at: stack.url })
  await page.goto(`${stack.url}/en/my/settings`)
  const section = page.getByRole('region', { name: 'Portrait' })
  await section.locator('input[type=file]').setInputFiles([photo('me.png', 500, 400)])
  await section.getByRole('button', { name: 'Remove' }).waitFor({ timeout: checked_ms })
  assert.deepEqual((await person.get('/me/avatar')).avatar.widths, [96, 256, 400])
  await section.getByRole('button', { name: 'Remove' }).click()
  await section.getByRole('button', { name: 'Remove' }).waitFor({ state: 'detached' })
  assert.equal((await person.get('/me/avatar')).avatar, null)
  assert.deepEqual(page.faults, [])
  await page.context().close()
}
