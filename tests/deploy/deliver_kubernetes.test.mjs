// deploy/deliver with a real kubectl, in everything that can happen to a delivery: what is live afterwards, what was written in which order,
// what is recorded, the exit code, and that another run can go on.
import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { images } from './cluster.mjs'
import { delivery, kubectlIsThere } from './delivery.mjs'

const [done, oldLive, inMaintenance, refused] = [0, 1, 3, 4]

/** One scenario: a delivery of its own, stopped at the end; `check` gets it. */
function scenario(name, setting, check) {
  test(name, async () => {
    const d = await delivery(setting)
    try { await check(d) } finally { await d.stop() }
  })
}

/** Where a run ends: exit code, what visitors get, which image, parked or not; the lock is always free. */
function ends(d, { code, output }, expected, { mode, image = 'old', parked = false, ...state }) {
  assert.equal(code, expected, output)
  const { cluster } = d
  assert.deepEqual({ mode: cluster.mode, image: cluster.image, parked: cluster.parked }, { mode, image: images[image], parked }, output)
  for (const [key, value] of Object.entries(state)) assert.equal(cluster.state[key], value, `${key}\n${output}`)
  assert.equal(cluster.api.get('Lease', 'delivery'), undefined, 'the lock is free')
  if (expected !== done) assert.match(output, /^Why: .+\n/m)
  if (expected !== done) assert.match(output, /^Next: deploy\/deliver /m)
}
const untouched = d => assert.deepEqual(d.cluster.written.filter(each => /route|park|apply|replace/.test(each)), [], 'nothing changed for visitors')
/** Fails every request that `matches`, or the first `times` of them. */
const failing = (matches, answer = { status: 500 }, times = Infinity) => ({ before: call => matches(call) && times-- > 0 ? answer : undefined })
const never = step => ({ [`DELIVER_${step}_S`]: '0' })

if (!kubectlIsThere) console.log('# skipped: kubectl is not installed')
describe('a delivery in a cluster', { concurrency: 3, skip: kubectlIsThere ? false : 'kubectl is not installed' }, () => {
  scenario('goes through six steps in this order', { env: { GITHUB_STEP_SUMMARY: join('/tmp', `summary-${process.pid}`) } }, async (d) => {
    const end = await d.deliver()
    ends(d, end, done, { mode: 'live', image: 'wanted', outcome: 'done', step: '6', migration: 'done', old_image: images.old, old_release: 'v1.3.0', nodes: '2', attempt: '1' })
    assert.deepEqual(d.cluster.written, [
      'create Lease/delivery', 'record 0', 'suspend CronJob/backup', 'create Backup/pre', 'create DaemonSet/prepull', 'delete DaemonSet/prepull', 'record nodes',
      'record 1', 'route maintenance', 'record 2', 'park', 'record 3', 'apply DaemonSet/app', 'create Job/migrate',
      'record 4', 'record migration', 'release Job/migrate', 'record migration', 'record 5', 'unpark', 'create Job/smoke', 'record 6', 'route live',
      'release CronJob/backup', 'record done', 'delete Lease/delivery',
    ])
    assert.match(end.output, /step 2\/6 remove all instances {2}DaemonSet\/app: instances on 2 nodes → none, parked/)
    assert.match(end.output, /words of migrate-v1-4-0-77-a1/)
    assert.match(readFileSync(join('/tmp', `summary-${process.pid}`), 'utf8'), /\| step 6\/6 \| working mode \| `HTTPRoute\/web` \| maintenance \| live \|/)
  })
  scenario('of a release without migrations goes on after exit 10, although the Job is called failed', { behaviour: { migrate: 10, nextEndIn: 60 } }, async (d) => {
    ends(d, await d.deliver('--anyway'), done, { mode: 'live', image: 'wanted', migration: 'unchanged' })
  })

  for (const [name, setting, words, why] of [
    ['the page is not ready', { behaviour: { maintenanceReady: 0 } }, [], /no maintenance page is ready/],
    ['no node has the label', { behaviour: { nodes: [] }, env: never('PREPARE') }, ['--anyway'], /no node has the label/],
    ['the image cannot be downloaded', { behaviour: { pulls: () => false }, env: never('PREPARE') }, [], /0 of 2 ready/],
    ['a backup does not end', { behaviour: { backupRuns: true }, env: never('PREPARE') }, [], /the running backup ends \(backup-1\)/],
    ['the application does not say when lots end', { behaviour: { starts: () => false } }, [], /does not say when the next lot ends/],
    ['a lot ends soon', { behaviour: { nextEndIn: 300 } }, [], /a lot ends in (299|300) s/],
    ['the image is named by tag', {}, ['--image', 'gavel:v1.4.0'], /must name the release by digest/],
    ['the record cannot be written', { hooks: failing(call => call.kind === 'ConfigMap' && call.method !== 'GET') }, [], /the record of the delivery cannot be written/],
  ]) {
    scenario(`is refused when ${name}`, setting, async (d) => {
      const end = await d.deliver(...words)
      ends(d, end, refused, { mode: 'live' })
      assert.match(end.output, why)
      untouched(d)
      assert.equal(d.cluster.api.get('CronJob', 'backup', 'auction-backup').spec.suspend, false, 'backups run')
    })
  }

  const signer = '^https://github.test/us/'
  for (const [name, judgement] of [['is signed by whom it may be', 0], ['is signed by somebody else, or by nobody', 1]]) {
    scenario(`of an image that ${name}`, { env: { DELIVER_COSIGN_IDENTITY: signer, DELIVER_COSIGN_ISSUER: 'https://issuer.test' } }, async (d) => {
      const asked = join(d.dir, 'asked')
      writeFileSync(join(d.dir, 'cosign'), `#!/bin/sh\necho "$*" >>${asked}\nexit ${judgement}\n`, { mode: 0o755 })
      d.env = { PATH: `${d.dir}:${process.env.PATH}` }
      const end = await d.deliver()
      assert.equal(readFileSync(asked, 'utf8'), `verify --certificate-identity-regexp ${signer} --certificate-oidc-issuer https://issuer.test ${images.wanted}\n`)
      if (judgement === 0) return ends(d, end, done, { mode: 'live', image: 'wanted' })
      ends(d, end, refused, { mode: 'live' })
      assert.match(end.output, /is not signed by/)
      untouched(d)
    })
  }

  scenario('is refused while another run has the lock; a lock that was not renewed belongs to nobody', {}, async (d) => {
    const lease = renewTime => d.cluster.api.put({ apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata: { name: 'delivery' }, spec: { holderIdentity: 'somebody', renewTime } })
    lease(new Date().toISOString())
    const end = await d.deliver()
    assert.equal(end.code, refused)
    assert.match(end.output, /held by somebody, renewed \d s ago/)
    assert.equal(d.cluster.api.get('Lease', 'delivery').spec.holderIdentity, 'somebody')
    assert.deepEqual(d.cluster.written, [])
    lease(new Date(Date.now() - 3_600_000).toISOString())
    ends(d, await d.deliver(), done, { mode: 'live', image: 'wanted' })
  })

  scenario('step 1: the entry does not take the change over', { behaviour: { accepts: mode => mode === 'live' }, env: never('SWITCH') }, async (d) => {
    d.env = { DELIVER_SWITCH_S: '1' }
    ends(d, await d.deliver(), oldLive, { mode: 'live', outcome: 'aborted', step: '1' })
    assert.ok(!d.cluster.written.includes('park'), 'the application was never stopped')
  })
  scenario('step 1: some visitors still reach the application', { behaviour: { sees: (mode, n) => n % 3 ? mode : 'live' }, env: { DELIVER_SWITCH_S: '1' } }, async (d) => {
    const end = await d.deliver()
    ends(d, end, oldLive, { mode: 'live', outcome: 'aborted' })
    assert.match(end.output, /every new visitor sees maintenance \(http.* answers 200, mode live/)
    assert.ok(!d.cluster.written.includes('park'))
  })

  scenario('step 2: a pod that does not end names its node; resumed when it is gone', { behaviour: { stuckPods: true }, env: { DELIVER_STOP_S: '1' } }, async (d) => {
    const end = await d.deliver()
    ends(d, end, inMaintenance, { mode: 'maintenance', parked: true, outcome: 'failed', step: '2', resume_from: '2', migration: 'none' })
    assert.match(end.output, /still there: app-one on node one, app-two on node two; if that node is dead, power it off first/)
    d.cluster.world.stuckPods = false
    for (const each of ['app-one', 'app-two']) d.cluster.api.remove('Pod', each)
    ends(d, await d.run('resume'), done, { mode: 'live', image: 'wanted', outcome: 'done' })
  })
  scenario('step 2: the application cannot be stopped', { hooks: failing(call => call.method === 'PATCH' && /parked":"true/.test(JSON.stringify(call.body))) }, async (d) => {
    ends(d, await d.deliver(), oldLive, { mode: 'live', outcome: 'aborted', step: '2' })
  })

  for (const [name, setting] of [
    ['the manifests are not accepted', { hooks: failing(call => call.apply) }],
    ['the Job cannot be created', { hooks: failing(call => call.method === 'POST' && /^migrate/.test(call.name)) }],
    ['the API is silent', { hooks: failing(call => call.apply, 'hang'), env: { DELIVER_CALL_S: '1' } }],
  ]) {
    scenario(`step 3: ${name}`, setting, async (d) => {
      ends(d, await d.deliver(), oldLive, { mode: 'live', outcome: 'aborted', step: '3', migration: 'none' })
      assert.deepEqual(d.cluster.written.filter(each => /replace|route/.test(each)), ['route maintenance', 'replace DaemonSet/app', 'route live'])
    })
  }

  scenario('step 4: a migration that may not start (exit 12) changes nothing: the former release is live', { behaviour: { migrate: 12 } }, async (d) => {
    ends(d, await d.deliver(), oldLive, { mode: 'live', outcome: 'aborted', migration: 'refused' })
  })
  scenario('step 4: a migration that stops half-way (exit 11) leaves the page up; mended, resume takes a new Job', { behaviour: { migrate: name => name.endsWith('a1') ? 11 : 0 } }, async (d) => {
    const end = await d.deliver()
    ends(d, end, inMaintenance, { mode: 'maintenance', image: 'wanted', parked: true, outcome: 'failed', step: '4', resume_from: '3', migration: 'stopped' })
    assert.match(end.output, /words of migrate-v1-4-0-77-a1/)
    const abort = await d.run('abort')
    ends(d, abort, refused, { mode: 'maintenance', image: 'wanted', parked: true, outcome: 'failed' })
    assert.match(abort.output, /the schema may have changed/)
    ends(d, await d.run('resume'), done, { mode: 'live', image: 'wanted', attempt: '2', migration: 'done' })
    assert.ok(d.cluster.api.get('Job', 'migrate-v1-4-0-77-a2'))
  })
  scenario('step 4: a migration that never ends leaves the page up; abort --compatible takes the former release back', { behaviour: { migrate: undefined }, env: { DELIVER_MIGRATE_S: '1' } }, async (d) => {
    ends(d, await d.deliver(), inMaintenance, { mode: 'maintenance', image: 'wanted', parked: true, outcome: 'failed', migration: 'unknown' })
    ends(d, await d.run('abort', '--compatible'), done, { mode: 'live', outcome: 'aborted' })
  })

  scenario('the lock is renewed while a step waits; a run that lost it does nothing more', { behaviour: { migrate: undefined }, env: { DELIVER_LEASE_S: '1' } }, async (d) => {
    let renewals = 0
    d.cluster.api.after = ({ method, kind }) => {
      if (method !== 'PATCH' || kind !== 'Lease' || ++renewals < 2 || !d.cluster.written.includes('release Job/migrate')) return
      const lease = d.cluster.api.get('Lease', 'delivery')
      if (lease.spec.holderIdentity !== 'another run') d.cluster.api.put({ ...lease, spec: { ...lease.spec, holderIdentity: 'another run' } })
    }
    const end = await d.deliver()
    assert.equal(end.code, inMaintenance, end.output)
    assert.match(end.output, /another run has taken this delivery over/)
    assert.equal(d.cluster.written.at(-1), 'patch Lease/delivery')
    assert.equal(d.cluster.mode, 'maintenance')
    assert.equal(d.cluster.api.get('Lease', 'delivery').spec.holderIdentity, 'another run')
  })

  const starts = image => image !== images.wanted
  scenario('step 5: the new release does not start and the schema has changed: the page stays up; another release goes forward', { behaviour: { starts }, env: { DELIVER_START_S: '1' } }, async (d) => {
    ends(d, await d.deliver(), inMaintenance, { mode: 'maintenance', image: 'wanted', parked: true, outcome: 'failed', step: '5', resume_from: '3' })
    d.cluster.world.starts = () => true
    d.env = { DELIVER_RUN: '78', DELIVER_START_S: '20' }
    ends(d, await d.deliver(), done, { mode: 'live', image: 'wanted', old_image: images.old, outcome: 'done', run: '78' })
  })
  for (const [name, behaviour, words] of [
    ['does not start, and the old one runs on the new schema', { starts }, ['--compatible']],
    ['does not start, and the schema is as before', { starts, migrate: 10 }, []],
  ]) {
    scenario(`step 5: the new release ${name}: the former one is live`, { behaviour, env: { DELIVER_START_S: '1' } }, async (d) => {
      ends(d, await d.deliver(...words), oldLive, { mode: 'live', outcome: 'aborted', step: '5' })
    })
  }
  scenario('step 5: the new release is ready but does not answer, and neither does the former one: the page stays up', { behaviour: { smoke: false, migrate: 10 } }, async (d) => {
    const end = await d.deliver()
    ends(d, end, inMaintenance, { mode: 'maintenance', image: 'old', parked: true, outcome: 'failed' })
    assert.match(end.output, /does not answer through its Service.*the former release does not come back/)
  })

  scenario('step 6: visitors see the former release: the page again; resumed when it is gone', { behaviour: { sees: (mode, n) => n % 3 ? mode : 'maintenance' }, env: { DELIVER_SWITCH_S: '1' } }, async (d) => {
    ends(d, await d.deliver(), inMaintenance, { mode: 'maintenance', image: 'wanted', outcome: 'failed', step: '6', resume_from: '6' })
    d.cluster.world.sees = mode => mode
    ends(d, await d.run('resume'), done, { mode: 'live', image: 'wanted', outcome: 'done' })
  })

  for (const [name, answer] of [['fails once with 500', { status: 500 }], ['is silent once', 'hang']]) {
    const tried = new Set()
    const once = { before: ({ method, kind, name: object }) => {
      if (method === 'GET' && kind !== 'HTTPRoute') return undefined   // one of a kind is enough
      const key = `${method} ${kind} ${object}`
      return tried.has(key) || tried.size > 30 ? undefined : (tried.add(key), answer)
    } }
    scenario(`every write of the API ${name}: the delivery arrives`, { hooks: once, env: { DELIVER_CALL_S: '1' } }, async (d) => {
      ends(d, await d.deliver(), done, { mode: 'live', image: 'wanted', outcome: 'done' })
      assert.ok(tried.size > 10)
    })
  }

  scenario('killed after any of its writes and resumed, again and again: it arrives, and the migration ran once', {}, async (d) => {
    const killedAt = new Set()
    let armed = true
    d.cluster.api.after = (call) => {
      const what = d.cluster.written.at(-1) + (call.kind === 'ConfigMap' ? JSON.stringify(call.body.data.migration ?? '') : '')
      if (!armed || killedAt.has(what)) return undefined
      killedAt.add(what)
      d.kill()
      return 'hang'
    }
    let end = await d.deliver()
    for (let i = 0; i < 60 && end.signal === 'SIGKILL'; ++i) {
      d.env = { DELIVER_HOLDER: `run ${i}` }
      // Killed before anything was recorded, it never began.
      end = d.cluster.state.outcome ? await d.run('resume', '--take-over') : await d.deliver('--take-over')
      if (d.cluster.state.step >= 2 && d.cluster.state.step < 6) assert.equal(d.cluster.mode, 'maintenance', 'nothing undoes itself')
    }
    armed = false
    // The last kill is that of the run whose record says done; it leaves its lock to the next.
    ends(d, end, end.code === refused ? refused : done, { mode: 'live', image: 'wanted', outcome: 'done' })
    assert.ok(killedAt.size >= 20, [...killedAt].join('\n'))
    assert.deepEqual(d.cluster.api.list('Job', 'auction').map(each => each.metadata.name).filter(each => /^migrate/.test(each)), ['migrate-v1-4-0-77-a1'])
  })
  scenario('that was stopped and is not resumed refuses another one', {}, async (d) => {
    d.cluster.api.after = call => call.kind === 'HTTPRoute' ? (d.kill(), 'hang') : undefined
    await d.deliver()
    d.cluster.api.after = () => {}
    const again = await d.deliver()
    ends(d, again, refused, { mode: 'maintenance', outcome: 'running', step: '1' })
    assert.match(again.output, /has not ended; it was in step 1/)
    ends(d, await d.run('abort', '--take-over'), done, { mode: 'live', outcome: 'aborted' })
  })

  scenario('maintenance on and off without a delivery; status says what is', {}, async (d) => {
    ends(d, await d.run('maintenance', 'on'), done, { mode: 'maintenance' })
    ends(d, await d.run('maintenance', 'off'), done, { mode: 'live' })
    const { output } = await d.run('status')
    assert.match(output, /^lock +free$/m)
    assert.match(output, /^application +\S+@sha256:a+, 2 of 2 ready$/m)
    assert.match(output, /^visitors +http\S+ answers 200, mode live, release 1\.3\.0$/m)
    d.cluster.world.starts = () => false
    d.cluster.api.put({ ...d.cluster.app })
    await d.run('maintenance', 'on')
    ends(d, await d.run('maintenance', 'off'), refused, { mode: 'maintenance' })
  })
})
