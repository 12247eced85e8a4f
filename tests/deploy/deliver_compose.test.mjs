// deploy/deliver with the driver compose: what it tells Compose, what it records, what visitors get.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { image, startCompose } from './compose.mjs'
import { machineIsPossible } from './machine.mjs'

describe('a delivery with Compose', { skip: machineIsPossible ? false : 'haproxy, socat or jq is missing' }, () => {
  let compose
  before(async () => { compose = await startCompose('compose') })
  after(() => compose?.stop())

  async function deliver(migrateExit, ...words) {
    const end = await compose.deliver(words, { migrate: `echo ${migrateExit} >&2; exit ${migrateExit}` })
    return { ...end, recorded: compose.recorded, env: compose.env, mode: compose.mode }
  }

  test('a migration that may not start: the former image is live again', async () => {
    const end = await deliver(12, 'deliver', '1.1.0', '--image', image('b'), '--anyway')
    assert.equal(end.code, 1, end.output)
    assert.deepEqual([end.mode, end.recorded.outcome, end.recorded.migration], ['mode live', 'aborted', 'refused'])
    assert.match(end.env, new RegExp(`^APP_IMAGE=${image('a')}$`, 'm'))
  })
  test('a migration that stopped half-way: the page stays; resumed, the release arrives', async () => {
    const stopped = await deliver(11, 'deliver', '1.1.0', '--image', image('b'), '--anyway')
    assert.equal(stopped.code, 3, stopped.output)
    assert.deepEqual([stopped.mode, stopped.recorded.outcome, stopped.recorded.resume_from], ['mode maintenance', 'failed', '3'])
    const end = await deliver(0, 'resume')
    assert.equal(end.code, 0, end.output)
    assert.deepEqual([end.mode, end.recorded.outcome, end.recorded.old_release], ['mode live', 'done', '1.0.0'])
    assert.match(end.env, new RegExp(`^SITE_NAME=auction.test\\nAPP_IMAGE=${image('b')}\\nAPP_RELEASE=1.1.0$`, 'm'))
    assert.deepEqual(end.told, ['up --no-start --no-deps app', 'run --rm --no-deps migrate', 'up --detach --no-deps app'])
  })
  test('a release without migrations arrives; before the outage it is downloaded and a backup is made', async () => {
    const end = await deliver(10, 'deliver', '1.0.0', '--image', image('a'), '--anyway')
    assert.equal(end.code, 0, end.output)
    assert.deepEqual(end.told, ['pull --quiet app', 'a backup', 'stop --timeout 90 app', 'up --no-start --no-deps app', 'run --rm --no-deps migrate', 'up --detach --no-deps app'])
  })
})
