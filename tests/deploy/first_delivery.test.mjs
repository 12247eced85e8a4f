// From an overlay just applied to the first live release: deploy/deliver with the real manifests, and with no right that the overlay does
// not give its deployer.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { root } from '../harness/servers.mjs'
import { mergePatch } from './api_server.mjs'
import { images } from './cluster.mjs'
import { delivery } from './delivery.mjs'
import { everything, needsKubectl, overlays } from './rendered.mjs'

const resources = { ConfigMap: 'configmaps', Pod: 'pods', DaemonSet: 'daemonsets', Deployment: 'deployments', Job: 'jobs', CronJob: 'cronjobs', Lease: 'leases',
  EndpointSlice: 'endpointslices', HTTPRoute: 'httproutes', Backup: 'backups', Service: 'services' }
const verbOf = ({ method, name }) => ({ GET: name ? 'get' : 'list', POST: 'create', PATCH: 'patch', DELETE: 'delete' })[method]

for (const overlay of overlays) describe(overlay, needsKubectl, () => {
  const all = everything(overlay)
  const roles = all.map(each => each.object).filter(({ kind, metadata }) => kind === 'Role' && metadata.name === 'deployer')
  const permits = call => roles.some(({ metadata, rules }) => metadata.namespace === call.namespace && rules.some(rule =>
    rule.resources.includes(resources[call.kind] + (call.sub === 'log' ? '/log' : '')) && rule.verbs.includes(verbOf(call)) && (!rule.resourceNames || rule.resourceNames.includes(call.name))))
  const denied = []
  const deny = (call) => {
    if (permits(call)) return
    denied.push(`${verbOf(call)} ${call.kind} in ${call.namespace}`)
    return { status: 403, reason: 'Forbidden' }
  }
  const env = {
    DELIVER_MANIFESTS: join(root, 'deploy/kustomize/overlays', overlay),
    DELIVER_DATABASE_CLUSTER: all.some(({ object }) => object.kind === 'ObjectStore') ? 'db' : '',
  }
  const installed = (d) => {
    for (const { part, object } of all) if (part === 'first') d.cluster.api.put(structuredClone(object))
    assert.deepEqual([d.cluster.mode, d.cluster.parked], ['maintenance', true])
  }

  test('the first delivery', async () => {
    const d = await delivery({ env, hooks: { before: deny } })
    try {
      installed(d)
      const { code, output } = await d.deliver()
      assert.deepEqual(denied, [])
      assert.equal(code, 0, output)
      assert.deepEqual([d.cluster.mode, d.cluster.parked, d.cluster.image], ['live', false, images.wanted])
      const { spec } = d.cluster.app.spec.template
      assert.match(spec.containers[0].envFrom[0].configMapRef.name, /^settings-\w+$/)
      assert.ok(d.cluster.api.get('ConfigMap', spec.containers[0].envFrom[0].configMapRef.name), 'its settings came along')
      assert.equal(d.cluster.app.metadata.labels['app.kubernetes.io/version'], 'v1.4.0')
      const job = d.cluster.api.list('Job', 'auction').find(each => each.metadata.name.startsWith('migrate-v1-4-0'))
      assert.equal(job.spec.template.spec.containers[0].image, images.wanted)
      assert.equal(job.spec.template.metadata.labels['app.kubernetes.io/name'], 'migrate', 'network rules and services know it by this')
    } finally { await d.stop() }
  })

  // Of the same objects everywhere: once is enough.
  if (overlay === 'production') test('kubectl itself makes the same of each patch as the API server of these tests', async () => {
    const d = await delivery({ env, behaviour: { migrate: 12 } })
    try {
      installed(d)
      const before = { HTTPRoute: d.cluster.api.get('HTTPRoute', 'web'), DaemonSet: d.cluster.app }
      // The second goes back to the first, so that there are patches of every kind.
      d.cluster.world.migrate = 0
      assert.equal((await d.deliver()).code, 0)
      d.cluster.world.migrate = 12
      d.env = { DELIVER_RUN: '78' }
      assert.equal((await d.deliver('--anyway')).code, 1)
      const used = new Set()
      for (const [kind, object] of Object.entries(before)) {
        let now = object
        for (const { body, apply, type } of d.cluster.api.writes.filter(each => each.kind === kind && each.method === 'PATCH')) {
          if (apply) { now = mergePatch(now, body); continue }
          const how = /json-patch/.test(type) ? 'json' : 'merge'
          used.add(`${kind} ${how}`)
          writeFileSync(join(d.dir, 'object.json'), JSON.stringify(now))
          now = JSON.parse(execFileSync('kubectl', ['patch', '--local', '-f', join(d.dir, 'object.json'), `--type=${how}`, '-p', JSON.stringify(body), '-o', 'json'], { encoding: 'utf8' }))
        }
        const { spec, metadata: { annotations } } = d.cluster.api.get(kind, object.metadata.name)
        assert.deepEqual({ spec: now.spec, annotations: now.metadata.annotations }, { spec, annotations })
      }
      assert.deepEqual([...used].sort(), ['DaemonSet json', 'DaemonSet merge', 'HTTPRoute merge'])
    } finally { await d.stop() }
  })

  test('a first migration that fails leaves the page', async () => {
    const d = await delivery({ env, hooks: { before: deny }, behaviour: { migrate: 11 } })
    try {
      installed(d)
      const { code, output } = await d.deliver()
      assert.deepEqual(denied, [])
      assert.equal(code, 3, output)
      assert.deepEqual([d.cluster.mode, d.cluster.parked], ['maintenance', true])
    } finally { await d.stop() }
  })
})
