// What the list of 24 lots and the page of a lot cost somebody with a phone on a slow line: bytes transferred until nothing more comes, and the
// largest contentful paint. Real server, the lots and pictures of the demo, Chromium with an empty cache; line and processor as Lighthouse slows them for phones.
import { execFileSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { eventually } from '../../tests/harness/process.mjs'
import { simBinary, startStack } from '../../tests/harness/stack.mjs'

const { chromium } = createRequire(new URL('../../web/package.json', import.meta.url))('playwright-core')

const rounds = Number(process.env.BENCH_ROUNDS ?? 3)
const line = { offline: false, latency: 150, downloadThroughput: 1.6e6 / 8, uploadThroughput: 750e3 / 8 }
const processor_slower = 4
const quiet_ms = 3000
const pictures = /\.(avif|webp|jpg)$/

const median = values => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]

function loadDemo(stack) {
  execFileSync(simBinary, ['demo', '--load-only', '--api', stack.url, '--mailbox', stack.mailbox, '--pg', stack.pg.url()], { stdio: 'pipe' })
  return eventually('all pictures are made', () => stack.pg.sql("select count(*) from media_files where state <> 'ready'") === '0', 600_000)
}

/** One visit with nothing in the cache. */
async function visit(browser, url, picture) {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true, locale: 'uk-UA' })
  const page = await context.newPage()
  const wire = await context.newCDPSession(page)
  await wire.send('Network.enable')
  await wire.send('Network.emulateNetworkConditions', line)
  await wire.send('Emulation.setCPUThrottlingRate', { rate: processor_slower })
  const urls = new Map(), bytes = new Map()
  let heard_at = Date.now()
  wire.on('Network.requestWillBeSent', ({ requestId, request }) => { urls.set(requestId, request.url); heard_at = Date.now() })
  wire.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => { bytes.set(requestId, encodedDataLength); heard_at = Date.now() })
  await page.addInitScript(() => {
    new PerformanceObserver(list => { globalThis.largestPaint = list.getEntries().at(-1).startTime }).observe({ type: 'largest-contentful-paint', buffered: true })
  })
  await page.goto(url, { timeout: 120_000 })
  // On so slow a processor there are long pauses before the first picture is asked for: not quiet, but not idle either.
  await page.locator(picture).first().waitFor({ timeout: 120_000 })
  await eventually('nothing more comes', () => Date.now() - heard_at > quiet_ms, 120_000)
  const paint = await page.evaluate(() => globalThis.largestPaint)
  const lots = await page.locator('a[href*="/lots/"]').evaluateAll(links => new Set(links.map(each => each.pathname)).size)
  await context.close()
  const sum = wanted => [...bytes].filter(([id]) => wanted(new URL(urls.get(id)).pathname)).reduce((all, [, size]) => all + size, 0)
  return { paint, lots, all: sum(() => true), pictures: sum(path => pictures.test(path)) }
}

const stack = await startStack('bench-media', { web: true })
try {
  await loadDemo(stack)
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--disable-gpu', ...(process.getuid() === 0 ? ['--no-sandbox'] : [])] })
  const lot = stack.pg.sql(`select s.lot_id from standings s join media_files f on f.purpose = 'lot_photo' and f.holder_id = s.lot_id
    where s.state = 'running' group by s.lot_id order by count(*) desc, s.lot_id limit 1`)
  for (const [name, path, picture] of [['list', '/lots', 'article img'], ['lot', `/lots/${lot}`, 'main img']]) {
    const visits = []
    for (let round = 0; round < rounds; ++round) visits.push(await visit(browser, `${stack.url}${path}`, picture))
    const figure = (what, of, unit) => console.log(`bench.media.${name}_${what} = ${Math.round(median(visits.map(of)))} ${unit}`)
    if (name === 'list') figure('lots', each => each.lots, 'lots')
    figure('transferred', each => each.all / 1000, 'kB')
    figure('pictures', each => each.pictures / 1000, 'kB')
    figure('largest_paint', each => each.paint, 'ms')
  }
  await browser.close()
} finally {
  await stack.stop()
}
