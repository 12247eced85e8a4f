// Each overlay renders to its golden file. After a wanted change: GAVEL_TEST_GOLDEN=write node --test tests/deploy/render.test.mjs
import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
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

  test('components that no overlay has switched on', () => {
    const dir = mkdtempSync(join(root, 'deploy/kustomize/overlays/.test-'))
    try {
      for (const name of ['own-postgresql', 'own-redis', 'own-s3', 'letsencrypt']) {
        const list = name === 'letsencrypt' ? ['letsencrypt-staging', name] : [name]
        writeFileSync(join(dir, 'kustomization.yaml'), `apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: [${name === 'letsencrypt' ? '../../entry' : '../../base'}]
components: [${list.map(each => `../../components/${each}`).join(', ')}, ../production/site]\n`)
        const text = execFileSync('kubectl', ['kustomize', dir], { encoding: 'utf8' })
        if (name === 'letsencrypt') assert.match(text, /https:\/\/acme-v02\.api\.letsencrypt\.org\/directory/)
        else assert.ok(objects(text).some(each => each.metadata.name === `to-${name}` && each.spec.egress[0].to[0].ipBlock.cidr === '192.0.2.1/32'), name)
      }
    } finally { rmSync(dir, { recursive: true }) }
  })

  test('the values of a site are where they belong', () => {
    const text = render('overlays/production/entry') + render('overlays/production/first').split('---\n').filter(each => each.includes('kind: HTTPRoute')).join('')
    const site = readFileSync(join(root, 'deploy/kustomize/overlays/production/site/site.env'), 'utf8')
    const name = /^SITE_NAME=(.*)$/m.exec(site)[1]
    assert.equal(text.split('\n').filter(line => line.includes(name)).length, 2, 'the listener and the route')
    assert.doesNotMatch(text, /kind: ConfigMap/, 'site.env itself is not part of the cluster')
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
