// Photos when an S3 server keeps the files: straight from the browser.
import { after, before, test } from 'node:test'
import { startStack } from '../harness/stack.mjs'
import { goes_on_after_interruptions, sends_and_arranges } from './uploads.mjs'

let stack
before(async () => { stack = await startStack('e2e-s3', { web: true, s3: true }) }, { timeout: 180_000 })
after(() => stack?.stop())
test('photos are sent and arranged, in S3', { timeout: 300_000 }, () => sends_and_arranges(stack))
test('a photo goes on after interruptions, in S3', { timeout: 300_000 }, () => goes_on_after_interruptions(stack))
