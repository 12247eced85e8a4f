// docs/develop/audit-chain.md is enough to recompute its example, and the program makes the same chain (audit_test.cpp holds its head).
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'

const root = new URL('../../', import.meta.url)
const page = readFileSync(new URL('docs/develop/audit-chain.md', root), 'utf8')
const sha256 = (...parts) => parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest()

const texts = [...page.matchAll(/^```text\n(gavel-audit-1\n.*?)\n```$/gms)].map(found => found[1])
const hashes = [...page.matchAll(/^Hash \d.*?`([0-9a-f]{64})`$/gm)].map(found => found[1])

test('the example is a chain', () => {
  assert.equal(texts.length, 4)
  assert.equal(hashes.length, 4)
  let before = Buffer.alloc(32)
  for (const [at, text] of texts.entries()) {
    before = sha256(before, text)
    assert.equal(before.toString('hex'), hashes[at], `record ${at + 1}`)
  }
})

test('its commitments open', () => {
  const openings = [...page.matchAll(/^\| (\d+) \| (\d+ [A-Z]{3}) \| `([0-9a-f]{32})` \|$/gm)]
  assert.equal(openings.length, 3)
  for (const [, seq, amount, salt] of openings) {
    const commitment = sha256(`gavel-commitment-1\n${salt}\n${amount}`).toString('hex')
    assert.match(texts[seq - 1], new RegExp(`^(max|reserve) ${commitment}$`, 'm'))
  }
})

test('the program makes the same chain', () => {
  const tested = readFileSync(new URL('src/modules/bidding/tests/audit_test.cpp', root), 'utf8')
  assert.ok(tested.includes(hashes.at(-1)))
})
