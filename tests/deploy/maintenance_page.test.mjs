// The script of the maintenance page, as the program serves it: the clock it shows, and when it leaves for the auction that is back.
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { removeScratch, root, scratch } from '../harness/servers.mjs'
import { Maintenance } from './maintenance.mjs'

const { Window } = await import(createRequire(join(root, 'web/package.json')).resolve('happy-dom'))
process.env.TZ = 'Europe/Kyiv'
const until = new Date(Date.now() + 20 * 60_000)

let dir, standIn
before(async () => {
  dir = scratch('maintenance-page')
  writeFileSync(join(dir, 'notice.json'), JSON.stringify({ until: until.toISOString() }))
  standIn = await Maintenance.start(dir, { GAVEL_MAINTENANCE_FILE: join(dir, 'notice.json') })
})
after(async () => {
  await standIn?.stop()
  removeScratch(dir)
})

/** The page in a browser whose clock and network the test holds; `answers(n)` is what the n-th look gets: headers, or nothing. */
async function open(language, { answers = () => ({}), path = '/lots/5', hash = '', now = Date.now() } = {}) {
  const served = await fetch(standIn.url + path, { headers: { accept: 'text/html', 'accept-language': language } })
  const html = await served.text()
  const script = /<script>(.*?)<\/script>/s.exec(html)[1]
  const window = new Window({ url: standIn.url + path + hash })
  window.document.write(html.replace(/<script>.*?<\/script>/s, ''))
  const page = { served, script, document: window.document, now, waits: [], ticks: [], looks: [], left: [] }
  class Clock extends Date {
    constructor(...words) { super(...(words.length ? words : [page.now])) }
    static now() { return page.now }
  }
  const world = {
    document: window.document, Date: Clock, Math: { ...Object.fromEntries(['ceil', 'round'].map(name => [name, Math[name]])), random: () => 0.5 }, Intl,
    location: { pathname: path, hash, href: standIn.url + path + hash, reload: () => page.left.push('reload'), replace: to => page.left.push(to) },
    setTimeout: (what, ms) => page.waits.push({ what, ms }), setInterval: (what, ms) => page.ticks.push({ what, ms }),
    fetch: async (where, options) => {
      page.looks.push({ where, ...options })
      const headers = answers(page.looks.length)
      if (!headers) throw new TypeError('no network')
      return { headers: new Headers(headers) }
    },
  }
  new Function(...Object.keys(world), script)(...Object.values(world))
  /** The next look, whenever it is. */
  page.look = async () => { await page.waits.shift().what() }
  return page
}
const text = (page, selector) => page.document.querySelector(selector).textContent

test('its policy lets this script run, and no other', async () => {
  const page = await open('en')
  const hash = createHash('sha256').update(page.script).digest('base64')
  assert.ok(page.served.headers.get('content-security-policy').includes(`script-src 'sha256-${hash}'`))
})

test('the time is that of the visitor, with how long it takes, in three languages', async () => {
  const clock = new Intl.DateTimeFormat('uk-UA', { hour: '2-digit', minute: '2-digit' }).format(until)
  for (const [language, rest] of [['uk', 'через 20 хвилин'], ['en', 'in 20 minutes'], ['ru', 'через 20 минут']]) {
    const page = await open(language, { now: until.getTime() - 20 * 60_000 })
    assert.ok(text(page, 'time').endsWith(clock), text(page, 'time'))
    assert.equal(text(page, '.rest'), rest)
  }
  const far = await open('en', { now: until.getTime() - 3 * 3_600_000 })
  assert.equal(text(far, '.rest'), 'in 3 hours')
})

test('the rest counts down, and says so when it is late', async () => {
  const page = await open('en', { now: until.getTime() - 90_000 })
  assert.equal(text(page, '.rest'), 'in 2 minutes')
  page.now = until.getTime() - 30_000
  page.ticks[0].what()
  assert.equal(text(page, '.rest'), 'in 1 minute')
  page.now = until.getTime() + 1000
  page.ticks[0].what()
  assert.equal(text(page, '.rest'), 'It takes a little longer than we thought')
})

test('it looks again at a moment of its own, and stays while the page is the same or nobody answers', async () => {
  let page
  page = await open('en', { answers: n => n === 2 ? null : { 'x-auction-mode': 'maintenance', etag: page.document.documentElement.dataset.tag } })
  for (let looks = 1; looks <= 3; looks++) {
    assert.equal(page.waits[0].ms, 17_500)
    await page.look()
    assert.equal(page.waits.length, 1, 'one look follows another')
  }
  assert.deepEqual(page.left, [])
  assert.deepEqual([page.looks.length, page.looks[0].method, page.looks[0].cache, page.looks[0].where], [3, 'HEAD', 'no-store', '/lots/5'])
})

test('once the auction is back it opens the same address, also the same place in it', async () => {
  for (const hash of ['', '#bids']) {
    const page = await open('en', { hash, answers: () => ({ 'x-auction-mode': 'live' }) })
    await page.look()
    assert.deepEqual(page.left, [hash ? 'reload' : `${standIn.url}/lots/5`])
    assert.equal(page.waits.length, 0, 'and looks no more')
  }
})

test('a changed notice is fetched, by the tag that the program really gives', async () => {
  const tag = (await fetch(standIn.url + '/', { method: 'HEAD', headers: { accept: 'text/html', 'accept-language': 'en' } })).headers.get('etag')
  const same = await open('en', { path: '/', answers: () => ({ 'x-auction-mode': 'maintenance', etag: tag }) })
  await same.look()
  assert.deepEqual(same.left, [])
  const changed = await open('en', { path: '/', answers: () => ({ 'x-auction-mode': 'maintenance', etag: '"another"' }) })
  await changed.look()
  assert.deepEqual(changed.left, [`${standIn.url}/`])
})
