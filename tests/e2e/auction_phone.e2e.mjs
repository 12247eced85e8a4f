import { test } from 'node:test'
import { auction } from './auction.mjs'
import { phone } from './browser.mjs'

test('the same auction won on a phone 360 px wide', { timeout: 240_000 }, () => auction({ title: 'Silver hryvnia of Kyiv, phone', viewport: phone }))
