// Everything that the overlays render against the published models of each kind: once at run time, where wrong types and missing
// fields are found, and once by the TypeScript compiler, which also finds fields that do not exist.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { root } from '../harness/servers.mjs'
import { everything, missing, named, overlays } from './rendered.mjs'

const modules = join(root, 'tests/deploy/node_modules')
const absent = missing || (existsSync(join(modules, 'kubernetes-models')) ? '' : 'the packages of tests/deploy are not installed')
if (absent && !missing) console.log(`# skipped: ${absent}`)

const packages = {
  'gateway.networking.k8s.io': '@kubernetes-models/gateway-api',
  'gateway.envoyproxy.io': '@kubernetes-models/envoy-gateway',
  'postgresql.cnpg.io': '@kubernetes-models/cloudnative-pg',
  'cert-manager.io': '@kubernetes-models/cert-manager',
  'monitoring.coreos.com': '@kubernetes-models/prometheus-operator',
}
const place = ({ apiVersion, kind }) => `${packages[apiVersion.split('/')[0]] ?? 'kubernetes-models'}/${apiVersion}/${kind}`

// No package has the plugin's kind; its fields as its documentation lists them, as far as we use them.
const modelled = object => object.apiVersion !== 'barmancloud.cnpg.io/v1'
const key = { name: 'string', key: 'string' }
const objectStore = { retentionPolicy: 'string', configuration: { destinationPath: 'string', endpointURL: 'string', s3Credentials: { accessKeyId: key, secretAccessKey: key }, wal: { compression: 'string' } } }
function fits(value, model, path) {
  if (typeof model === 'string') return assert.equal(typeof value, model, path)
  for (const name of Object.keys(value)) {
    assert.ok(name in model, `${path}.${name} does not exist`)
    fits(value[name], model[name], `${path}.${name}`)
  }
}

const all = absent ? [] : overlays.flatMap(overlay => everything(overlay).map(({ part, object }) => ({ where: `${overlay}/${part}: ${named(object)}`, object })))

/** What the compiler says about objects, one declaration each. */
function compiled(objects) {
  const dir = mkdtempSync(join(modules, '.strict-'))
  try {
    const types = new Map(objects.map(({ object }) => [place(object), `${object.kind}_${object.apiVersion.replace(/\W/g, '_')}`]))
    const lines = [...types].map(([from, name]) => `import type { I${from.split('/').at(-1)} as ${name} } from '${from}'`)
    const first = lines.length + 1
    for (const [n, { object }] of objects.entries()) lines.push(`export const o${n}: ${types.get(place(object))} = ${JSON.stringify(object)}`)
    writeFileSync(join(dir, 'all.ts'), lines.join('\n'))
    const tsc = spawnSync(join(root, 'web/node_modules/.bin/tsc'), ['--noEmit', '--strict', '--skipLibCheck', '--module', 'esnext', '--moduleResolution', 'bundler', join(dir, 'all.ts')], { encoding: 'utf8' })
    return tsc.stdout.split('\n').filter(line => line.includes('error TS')).map((line) => {
      const n = Number(/all\.ts\((\d+),/.exec(line)?.[1]) - first
      return `${objects[n]?.where ?? ''} ${line.slice(line.indexOf('error TS'), 600)}`
    })
  } finally { rmSync(dir, { recursive: true }) }
}

describe('the schemas', { skip: absent || false }, () => {
  test('types and required fields', async () => {
    const faults = []
    for (const { where, object } of all) {
      if (!modelled(object)) { fits(object.spec, objectStore, where); continue }
      const { [object.kind]: Model } = await import(place(object))
      try { new Model(object).validate() } catch (e) { faults.push(`${where}: ${e.message}`) }
    }
    assert.deepEqual(faults, [])
  })

  test('no field that does not exist', () => assert.deepEqual(compiled(all.filter(({ object }) => modelled(object))), []))

  test('a field that does not exist would be found', () => {
    const { object } = all.find(each => each.object.kind === 'DaemonSet')
    const wrong = structuredClone(object)
    wrong.spec.template.spec.terminationGracePeriod = 40
    assert.match(compiled([{ where: 'wrong', object: wrong }]).join('\n'), /terminationGracePeriod/)
  })
})
