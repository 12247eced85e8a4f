// docs/operate/configure.md says what the program says. GAVEL_TEST_BINARY names the program.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { page, render } from './configure.mjs'

test('the page of options is fresh', () => {
  assert.ok(process.env.GAVEL_TEST_BINARY, 'GAVEL_TEST_BINARY must name a built gavel')
  assert.equal(readFileSync(page, 'utf8'), render(process.env.GAVEL_TEST_BINARY), 'run ./dev format')
})
