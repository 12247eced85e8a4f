// What GitHub's workflows must never do, read from their files.
import assert from 'node:assert/strict'
import { readFileSync, readdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { root } from '../harness/servers.mjs'

const { parse } = createRequire(join(root, 'web/package.json'))('yaml')
const folder = join(root, '.github/workflows')

describe('the workflows', () => {
  for (const name of readdirSync(folder)) {
    const text = readFileSync(join(folder, name), 'utf8')
    const workflow = parse(text)
    const steps = Object.values(workflow.jobs).flatMap(job => job.steps)

    test(`${name}: nothing is permitted that a job does not ask for`, () => {
      assert.deepEqual(workflow.permissions, {})
      for (const job of Object.values(workflow.jobs)) {
        assert.ok(job.permissions, 'a job names its permissions')
        assert.ok(job['timeout-minutes'] <= 90, 'a job has an end')
        assert.ok(!Object.values(job.permissions).includes('write-all'))
      }
    })

    test(`${name}: actions are pinned by commit, with the version beside it`, () => {
      for (const [line] of text.matchAll(/uses: .*/g)) assert.match(line, /^uses: [\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/)
      for (const step of steps.filter(each => each.uses?.startsWith('actions/checkout@'))) assert.equal(step.with['persist-credentials'], false)
    })

    test(`${name}: values reach scripts by the environment only`, () => {
      for (const step of steps) if (step.run) assert.doesNotMatch(step.run, /\$\{\{/, step.name)
    })
  }
})
