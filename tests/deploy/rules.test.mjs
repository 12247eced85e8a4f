// Alert rules and dashboard: promtool accepts them, each alert fires when it should and not when it should not, every name exists, and
// every alert has its section in the runbooks.
import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { after, describe, test } from 'node:test'
import { removeScratch, root, scratch } from '../harness/servers.mjs'
import { cases } from './rule_cases.mjs'

const { parse } = createRequire(join(root, 'web/package.json'))('yaml')
const monitoring = join(root, 'deploy/kustomize/components/monitoring')
const groups = ['rules-auction.yaml', 'rules-keeping.yaml'].flatMap(name => parse(readFileSync(join(monitoring, name), 'utf8')).spec.groups)
const alerts = groups.flatMap(group => group.rules)
const dashboard = JSON.parse(readFileSync(join(monitoring, 'dashboard.json'), 'utf8'))

// Of kube-state-metrics, the kubelet, CloudNativePG, its plugin and cert-manager, as their documentation lists them.
const foreign = new Set(['kube_daemonset_status_desired_number_scheduled', 'kube_daemonset_status_number_ready', 'kube_deployment_status_replicas_available',
  'kube_cronjob_status_last_successful_time', 'kube_cronjob_status_last_schedule_time', 'kube_cronjob_spec_suspend', 'kube_lease_renew_time', 'cnpg_collector_up', 'cnpg_pg_replication_lag',
  'cnpg_pg_stat_archiver_last_failed_time', 'cnpg_pg_stat_archiver_last_archived_time', 'barman_cloud_cloudnative_pg_io_last_available_backup_timestamp',
  'certmanager_certificate_renewal_timestamp_seconds', 'kube_statefulset_status_replicas_ready', 'kube_service_info',
  'kubelet_volume_stats_available_bytes', 'kubelet_volume_stats_capacity_bytes'])

const has = (program) => { try { execFileSync('sh', ['-c', `command -v ${program}`]); return true } catch { return false } }
const needsPromtool = { skip: has('promtool') ? false : 'promtool is not installed' }

describe('promtool', needsPromtool, () => {
  const dir = scratch('rules')
  const file = join(dir, 'rules.yaml')
  writeFileSync(file, JSON.stringify({ groups }))
  after(() => removeScratch(dir))
  const promtool = (...words) => spawnSync('promtool', words, { cwd: dir, encoding: 'utf8' })

  test('accepts the rules', () => {
    const { status, stdout, stderr } = promtool('check', 'rules', file)
    assert.equal(status, 0, stdout + stderr)
  })

  test('every alert has cases', () => assert.deepEqual(Object.keys(cases).sort(), alerts.map(each => each.alert).sort()))

  for (const { alert, annotations, labels } of alerts) test(`${alert} fires when it should and only then`, () => {
    const { fires, also = [], quiet, at, more = {}, interval = '1m' } = cases[alert]
    const expected = [{ exp_labels: { ...labels, ...more }, exp_annotations: annotations }]
    const about = (series, exp_alerts) => ({ interval, input_series: Object.entries(series).map(([name, values]) => ({ series: name, values })),
      alert_rule_test: [{ eval_time: at, alertname: alert, exp_alerts }] })
    const tests = [...[fires, ...also].map(each => about(each, expected)), ...quiet.map(each => about(each, []))]
    writeFileSync(join(dir, 'test.yaml'), JSON.stringify({ rule_files: [file], evaluation_interval: interval, tests }))
    const { status, stdout, stderr } = promtool('test', 'rules', 'test.yaml')
    assert.equal(status, 0, stdout + stderr)
  })
})

const documented = new Map([...readFileSync(join(root, 'docs/operate/metrics.md'), 'utf8').matchAll(/^\| `(\w+)` \| (\w+) \|([^|]*)\|/gm)]
  .map(([, name, type, labels]) => [name, { type, labels: [...labels.matchAll(/`(\w+)`/g)].map(found => found[1]) }]))
// What Prometheus adds to everything it collects.
const collected = ['job', 'pod', 'instance', 'namespace', 'le']

const panels = dashboard.panels
const expressions = [...alerts.map(({ alert, expr }) => [alert, expr]), ...panels.flatMap(({ title, targets }) => targets.map(({ expr }) => [title, expr]))]

test('every metric that rules and dashboard name exists', () => {
  for (const [where, expr] of expressions) {
    const names = [...expr.replace(/"[^"]*"/g, '""').matchAll(/\b([a-z]+_[a-z0-9_]+)\b(?!\s*\()/g)].map(found => found[1])
      .filter(name => /^(gavel|process|kube|kubelet|cnpg|barman|certmanager)_/.test(name))
    assert.ok(names.length, `${where} names nothing`)
    for (const name of names) {
      const histogram = documented.get(name.replace(/_(bucket|sum|count)$/, ''))?.type === 'histogram' && /_(bucket|sum|count)$/.test(name)
      assert.ok(documented.has(name) || histogram || foreign.has(name), `${where}: ${name}`)
    }
  }
})

test('every label of our metrics exists', () => {
  for (const [where, expr] of expressions) for (const [, name, matchers] of expr.matchAll(/\b((?:gavel|process)_\w+)\{([^}]*)\}/g)) {
    const { labels } = documented.get(name) ?? documented.get(name.replace(/_(bucket|sum|count)$/, ''))
    for (const [, label] of matchers.matchAll(/(\w+)\s*[=!]/g)) assert.ok(labels.includes(label) || collected.includes(label), `${where}: ${name}{${label}}`)
  }
})

test('every alert says what it is about and where one reads on', () => {
  const runbooks = readFileSync(join(root, 'docs/operate/runbooks.md'), 'utf8')
  const anchors = [...runbooks.matchAll(/^## (.*)$/gm)].map(([, title]) => title.toLowerCase())
  for (const { alert, annotations, labels } of alerts) {
    assert.ok(annotations.summary && ['critical', 'warning'].includes(labels.severity), alert)
    assert.equal(annotations.runbook_url, `docs/operate/runbooks.md#${alert.toLowerCase()}`)
    assert.ok(anchors.includes(alert.toLowerCase()), `docs/operate/runbooks.md has no section ${alert}`)
  }
  for (const anchor of anchors) if (anchor.startsWith('gavel')) assert.ok(alerts.some(each => each.alert.toLowerCase() === anchor), `there is no alert ${anchor}`)
})

test('the dashboard has its parts in order', () => {
  assert.ok(dashboard.uid && dashboard.schemaVersion && dashboard.title)
  assert.equal(new Set(panels.map(each => each.id)).size, panels.length)
  const source = dashboard.templating.list[0]
  assert.equal(source.type, 'datasource')
  const taken = new Set()
  for (const { title, type, gridPos: { x, y, w, h }, targets, datasource } of panels) {
    assert.ok(title && type && targets.length, title)
    assert.equal(datasource.uid, `\${${source.name}}`)
    assert.ok(x + w <= 24 && w > 0 && h > 0, title)
    const place = `${x},${y}`
    assert.ok(!taken.has(place) && taken.add(place), `${title} covers another`)
  }
})

test('promtool understands the expressions of the dashboard', needsPromtool, () => {
  const dir = scratch('panels')
  try {
    const rules = panels.flatMap(({ id, targets }) => targets.map(({ expr, refId }) => ({ record: `panel:${id}:${refId}`, expr })))
    writeFileSync(join(dir, 'panels.yaml'), JSON.stringify({ groups: [{ name: 'panels', rules }] }))
    const { status, stdout, stderr } = spawnSync('promtool', ['check', 'rules', join(dir, 'panels.yaml')], { encoding: 'utf8' })
    assert.equal(status, 0, stdout + stderr)
  } finally { removeScratch(dir) }
})
