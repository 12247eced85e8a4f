import { test } from 'node:test'
import { auction } from './auction.mjs'

test('an auction from listing to the hammer, at desks', { timeout: 240_000 }, () => auction({ title: 'Silver hryvnia of Kyiv, desk' }))
