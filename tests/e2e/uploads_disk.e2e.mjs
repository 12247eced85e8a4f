// Photos when a folder keeps the files: through the server.
import { test } from 'node:test'
import { gavel, mailbox } from './browser.mjs'
import { goes_on_after_interruptions, sends_a_portrait, sends_and_arranges } from './uploads.mjs'

const stack = { url: gavel, mailbox }
test('photos are sent and arranged, on disk', { timeout: 300_000 }, () => sends_and_arranges(stack))
test('a photo goes on after interruptions, on disk', { timeout: 300_000 }, () => goes_on_after_interruptions(stack))
test('a portrait is sent', { timeout: 300_000 }, () => sends_a_portrait(stack))
