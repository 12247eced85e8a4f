// Chromium for the e2e tests: one browser per test file, one context per person.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { after } from 'node:test'

// The packages live in web/, so that there is one place to install them.
const require = createRequire(new URL('../../web/package.json', import.meta.url))
const { chromium } = require('playwright-core')
const axe_source = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8')

export const gavel = needed('E2E_URL').replace(/\/$/, '')
export const mailbox = needed('MAILBOX_URL').replace(/\/$/, '')

function needed(name) {
  const value = process.env[name]
  if (!value) throw new Error(`${name} is not set; start these tests with tests/e2e/run.mjs`)
  return value
}

export const desk = { width: 1280, height: 900 }
export const phone = { width: 360, height: 740 }

let launched
export async function browser() {
  launched ??= chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    // Chromium's own sandbox does not work for root; these pages are ours.
    args: ['--disable-gpu', ...(process.getuid() === 0 ? ['--no-sandbox'] : [])],
  })
  return launched
}
after(async () => { if (launched) await (await launched).close() })

/** A fresh context with one page. Every uncaught error and every console error of the page fails the test through `page.faults`. */
export async function openPage({ viewport = desk, cookie, dark = false, at = gavel } = {}) {
  const context = await (await browser()).newContext({
    viewport, locale: 'en-GB', timezoneId: 'Europe/Kyiv', colorScheme: dark ? 'dark' : 'light', hasTouch: viewport.width < 500, reducedMotion: 'reduce',
  })
  context.setDefaultTimeout(20_000)
  if (cookie) {
    const [name, value] = cookie.split(/=(.*)/s)
    await context.addCookies([{ name, value, url: at, httpOnly: true, sameSite: 'Lax' }])
  }
  const page = await context.newPage()
  page.faults = []
  page.on('pageerror', error => page.faults.push(String(error)))
  // A refused request and an unknown address (NUXT_E1005) are written to the console as well; whether they are right is for the test to say.
  page.on('console', (message) => {
    if (message.type() === 'error' && !/^Failed to load resource|NUXT_E1005/.test(message.text())) page.faults.push(message.text())
  })
  return page
}

/** Serious and critical findings of axe, as text; empty when there are none. */
export async function axeFindings(page) {
  await page.evaluate(axe_source)
  const { violations } = await page.evaluate(() => globalThis.axe.run({ resultTypes: ['violations'] }))
  return violations.filter(each => ['serious', 'critical'].includes(each.impact))
    .map(each => `${each.id}: ${each.nodes.map(node => node.target.join(' ')).join(', ')}`)
}

/** Pixels by which the page is wider than the window. */
export const sideways = page => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
