// Each overlay renders to its golden file. After a wanted change: GAVEL_TEST_GOLDEN=write node --test tests/deploy/render.test.mjs
import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { root } from '../harness/servers.mjs'
import { needsKubectl, objects, overlays, parts, render } from './rendered.mjs'

describe('the overlays', needsKubectl, () => {
  for (const overlay of overlays) for (const part of parts) {
    test(`${overlay}, ${part === '.' ? 'what stays up' : part}`, () => {
      const golden = join(root, 'tests/deploy/golden', `${overlay}${part === '.' ? '' : `-${part}`}.yaml`)
      const now = render(join('overlays', overlay, part))
      if (process.env.GAVEL_TEST_GOLDEN === 'write') writeFileSync(golden, now)
      assert.equal(now, readFileSync(golden, 'utf8'))
    })
  }

  test('the component that no overlay has switched on: certificates that browsers accept', () => {
    const dir = mkdtempSync(join(root, 'deploy/kustomize/overlays/.test-'))
    try {
      writeFileSync(join(dir, 'kustomization.yaml'), `apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: [../../entry]
components: [../../components/letsencrypt-staging, ../../components/letsencrypt, ../production/site]\n`)
      assert.match(execFileSync('kubectl', ['kustomize', dir], { encoding: 'utf8' }), /https:\/\/acme-v02\.api\.letsencrypt\.org\/directory/)
    } finally { rmSync(dir, { recursive: true }) }
  })

  test('the values of a site are where they belong, each from one place', () => {
    const values = Object.fromEntries([...readFileSync(join(root, 'deploy/kustomize/overlays/production/site/site.env'), 'utf8').matchAll(/^(\w+)=(.*)$/gm)].map(([, name, value]) => [name, value]))
    const { hostname } = new URL(values.SITE_URL)
    const of = part => objects(render(`overlays/production/${part}`))
    assert.deepEqual(of('entry').find(each => each.kind === 'Gateway').spec.listeners.map(each => each.hostname), [undefined, hostname])
    assert.deepEqual(of('first').find(each => each.kind === 'HTTPRoute').spec.hostnames, [hostname])
    for (const part of ['app', 'first']) {
      const { data } = of(part).find(each => each.kind === 'ConfigMap')
      assert.equal(data.GAVEL_MAIL_SITE_URL, values.SITE_URL)
      assert.equal(data.GAVEL_HTTP_TRUSTED_PROXIES, values.POD_NETWORK)
    }
    for (const overlay of overlays) for (const file of ['settings.env', 'media.env']) {
      const path = join(root, 'deploy/kustomize/overlays', overlay, 'app', file)
      if (existsSync(path)) assert.doesNotMatch(readFileSync(path, 'utf8'), /SITE_URL|TRUSTED_PROXIES/, `${overlay}: it stands in site.env`)
    }
    for (const overlay of overlays) for (const part of parts) {
      assert.ok(!objects(render(`overlays/${overlay}/${part}`)).some(({ kind, metadata }) => kind === 'ConfigMap' && metadata.name === 'site'), 'site.env itself is no part of a cluster')
    }
  })

  test('who is believed to be the entry is the network of the pods, not a whole private range', () => {
    for (const overlay of overlays) {
      const { data } = objects(render(`overlays/${overlay}/app`)).find(each => each.kind === 'ConfigMap')
      for (const network of data.GAVEL_HTTP_TRUSTED_PROXIES.split(',')) assert.ok(Number(network.split('/')[1]) >= 14, `${overlay}: ${network}`)
    }
  })
})

describe('the patches of a delivery', needsKubectl, () => {
  const patched = (object, type, patch) => {
    const run = spawnSync('kubectl', ['patch', '--local', '-f', '-', `--type=${type}`, '-p', JSON.stringify(patch), '-o', 'json'], { input: JSON.stringify(object), encoding: 'utf8' })
    assert.equal(run.status, 0, run.stderr)
    return JSON.parse(run.stdout)
  }
  const find = (kind, name) => objects(render('overlays/production/first')).find(each => each.kind === kind && each.metadata.name === name)

  // The jq programs of the driver, as they are.
  const jq = (name, object, ...args) => {
    const program = `source ${join(root, 'deploy/lib/drivers/kubernetes_objects.sh')}; jq -c "$@" "$${name}"`
    return JSON.parse(execFileSync('bash', ['-c', program, 'jq', ...args], { input: JSON.stringify(object), encoding: 'utf8' }))
  }

  test('switch all rules of the route, and back', () => {
    let route = find('HTTPRoute', 'web')
    for (const mode of ['live', 'maintenance', 'live']) {
      route = patched(route, 'merge', jq('jq_switched', route, '--arg', 'prefix', 'gavel.example.org', '--arg', 'mode', mode))
      assert.equal(route.metadata.annotations['gavel.example.org/mode'], mode)
      assert.equal(route.spec.rules.length, 3)
      for (const rule of route.spec.rules) {
        assert.ok(rule.timeouts.request && rule.matches.length === 1, 'the rest of the rule stays')
        assert.deepEqual(rule.backendRefs.map(each => [each.name, each.weight]), [['app', mode === 'live' ? 1 : 0], ['maintenance', mode === 'live' ? 0 : 1]])
      }
    }
  })

  test('park the application and start it', () => {
    const parked = patched(find('DaemonSet', 'app'), 'merge', { spec: { template: { spec: { nodeSelector: { 'gavel.example.org/parked': 'true' } } } } })
    assert.deepEqual(parked.spec.template.spec.nodeSelector, { 'gavel.example.org/role': 'app', 'gavel.example.org/parked': 'true' })
    const started = patched(parked, 'merge', { spec: { template: { spec: { nodeSelector: { 'gavel.example.org/parked': null } } } } })
    assert.deepEqual(started.spec.template.spec.nodeSelector, { 'gavel.example.org/role': 'app' })
  })

  test('let the migration run', () => {
    const job = objects(render('overlays/small/migrate'))[0]
    assert.equal(job.spec.suspend, true)
    assert.equal(patched(job, 'merge', { spec: { suspend: false } }).spec.suspend, false)
  })
})
