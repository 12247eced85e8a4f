// docs/operate/metrics.md is what running programs answer, neither more nor less: what alert rules and dashboards may name.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { eventually, freePort } from '../harness/process.mjs'
import { root } from '../harness/servers.mjs'
import { startStack } from '../harness/stack.mjs'
import { Maintenance } from './maintenance.mjs'

// Name → its row, e.g. { type: 'counter', labels: ['route', 'status'], shared: true }.
function documented() {
  const rows = readFileSync(join(root, 'docs/operate/metrics.md'), 'utf8').matchAll(/^\| `(\w+)` \| (\w+) \| ([^|]*?) ?\| (.*) \|$/gm)
  return new Map([...rows].map(([, name, type, labels, says]) =>
    [name, { type, labels: [...labels.matchAll(/`(\w+)`/g)].map(found => found[1]).sort(), shared: says.includes('Also of the maintenance application') }]))
}

async function exposed(opsPort) {
  const text = await (await fetch(`http://127.0.0.1:${opsPort}/metrics`)).text()
  const found = new Map([...text.matchAll(/^# TYPE (\w+) (\w+)$/gm)].map(([, name, type]) => [name, { type, labels: new Set() }]))
  for (const [, sample, labels] of text.matchAll(/^(\w+)\{([^}]*)\} /gm)) {
    const of = found.get(sample) ?? found.get(sample.replace(/_(bucket|sum|count)$/, ''))
    for (const [, label] of labels.matchAll(/(\w+)="/g)) if (label !== 'le') of.labels.add(label)
  }
  return new Map([...found].map(([name, { type, labels }]) => [name, { type, labels: [...labels].sort() }]))
}

const lines = metrics => [...metrics].map(([name, { type, labels }]) => `${name} ${type} ${labels.join(',')}`).sort()

let stack, standIn
before(async () => {
  // Everything that can be set up is: an S3 store at an address where nobody answers is enough to be counted, and so is a place for backups.
  const nowhere = `http://127.0.0.1:${await freePort()}`
  stack = await startStack('metrics', { env: { GAVEL_S3_ENDPOINT: nowhere, GAVEL_S3_BUCKET: 'b', GAVEL_S3_ACCESS_KEY: 'a', GAVEL_S3_SECRET_KEY: 'b', GAVEL_BACKUP_TARGETS: 'folder' } })
  standIn = await Maintenance.start(stack.dir)
})
after(async () => {
  await standIn?.stop()
  await stack?.stop()
})

test('gavel serve', async () => {
  const [server] = stack.servers
  await eventually('the store was asked', async () => (await exposed(server.opsPort)).has('gavel_s3_requests_total'))
  assert.deepEqual(lines(await exposed(server.opsPort)), lines(documented()), 'docs/operate/metrics.md is not the list of what is exposed (left: exposed)')
})

test('gavel maintenance', async () => {
  assert.deepEqual(lines(await exposed(standIn.opsPort)), lines([...documented()].filter(([, { shared }]) => shared)))
})
