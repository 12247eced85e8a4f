// What GitHub's workflows must never do, read from their files.
import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { root } from '../harness/servers.mjs'

const { parse } = createRequire(join(root, 'web/package.json'))('yaml')
const folder = join(root, '.github/workflows')

const has = (program) => { try { execFileSync('sh', ['-c', `command -v ${program}`]); return true } catch { return false } }
const shellcheck = has('shellcheck')
if (!shellcheck) console.log('# skipped: shellcheck is not installed')
const digest = /^[\w./-]+(:[\w.-]+)?@sha256:[0-9a-f]{64}$/

describe('the workflows', () => {
  test('there is one for each promise', () => {
    assert.deepEqual(readdirSync(folder).sort(), ['backup-drill.yml', 'ci.yml', 'cluster.yml', 'release.yml'])
  })


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

    test(`${name}: what writes or signs is permitted to the job that does it, and secrets belong to an environment with approval`, () => {
      for (const [called, job] of Object.entries(workflow.jobs)) {
        const writes = Object.entries(job.permissions).filter(([, level]) => level === 'write').map(([scope]) => scope)
        if (`${name} ${called}` === 'release.yml image') assert.deepEqual(writes, ['packages', 'id-token', 'attestations'])
        else assert.deepEqual(writes, [], called)
        const secrets = [...JSON.stringify(job).matchAll(/secrets\.(\w+)/g)].map(found => found[1]).filter(each => each !== 'GITHUB_TOKEN')
        if (secrets.length) assert.ok(job.environment, `${called} uses ${secrets}`)
      }
      assert.ok(!('pull_request_target' in workflow.on))
    })

    test(`${name}: what a job runs beside it is named by digest`, () => {
      for (const job of Object.values(workflow.jobs)) for (const { image } of Object.values(job.services ?? {})) assert.match(image, digest)
    })

    test(`${name}: scripts are bash that shellcheck likes`, { skip: shellcheck ? false : 'shellcheck is not installed' }, () => {
      for (const step of steps) if (step.run) {
        const found = spawnSync('shellcheck', ['--shell=bash', '-'], { input: `set -e\n${step.run}`, encoding: 'utf8' })
        assert.equal(found.status, 0, `${step.name}: ${found.stdout}`)
        for (const [, program] of step.run.matchAll(/^(?:\.\/)?((?:dev|deploy|tests)\b[\w./-]*)/gm)) assert.ok(existsSync(join(root, program)), program)
      }
    })

    test(`${name}: values reach scripts by the environment only`, () => {
      for (const step of steps) if (step.run) assert.doesNotMatch(step.run, /\$\{\{/, step.name)
    })
  }

  const workflowOf = name => parse(readFileSync(join(folder, name), 'utf8'))

  test('a release is delivered by digest, signed by the workflow that built it, after approval and one at a time', () => {
    const { image, deliver } = workflowOf('release.yml').jobs
    assert.equal(deliver.needs, 'image')
    assert.equal(deliver.environment.name, 'production')
    assert.deepEqual(deliver.concurrency, { group: 'production', 'cancel-in-progress': false })
    const step = deliver.steps.at(-1)
    assert.match(step.run, /deploy\/deliver deliver "\$RELEASE" --image "\$IMAGE"/)
    assert.match(step.env.IMAGE, /@\$\{\{ needs\.image\.outputs\.digest \}\}$/)
    assert.match(image.outputs.digest, /steps\.push\.outputs\.digest/)
    // Every setting of the delivery is one that it reads.
    const settings = execFileSync('git', ['grep', '-hoE', 'DELIVER_[A-Z_]+', '--', 'deploy/lib'], { cwd: root, encoding: 'utf8' })
    for (const each of Object.keys(step.env).filter(key => key.startsWith('DELIVER_'))) assert.ok(settings.includes(each), each)
    // Not whatever kubectl the runner has: one version, believed only with its signature.
    const kubectl = deliver.steps.find(({ run }) => /kubectl/.test(run ?? '') && run !== step.run)
    assert.ok(deliver.steps.indexOf(kubectl) < deliver.steps.indexOf(step))
    assert.match(kubectl.env.VERSION, /'v1\.\d+\.\d+'/)
    assert.match(kubectl.run, /cosign verify-blob kubectl .*[^]*GITHUB_PATH/)
    // The signer that is accepted is this workflow for a tag, and nothing that only begins or ends like it.
    const signer = new RegExp(step.env.DELIVER_COSIGN_IDENTITY.replace('${{ github.repository }}', 'example/gavel'))
    assert.match('https://github.com/example/gavel/.github/workflows/release.yml@refs/tags/v1.4.0', signer)
    for (const other of ['https://github.com/example/gavel/.github/workflows/release.yml@refs/heads/main', 'https://github.com/other/gavel/.github/workflows/release.yml@refs/tags/v1',
      'https://evil.example/https://github.com/example/gavel/.github/workflows/release.yml@refs/tags/v1']) assert.doesNotMatch(other, signer)
  })

  test('the cluster of tests is named by digest, and runs what the repository has', () => {
    const script = readFileSync(join(root, 'tests/cluster/run.sh'), 'utf8')
    assert.match(/^node_image=(\S+)$/m.exec(script)[1], digest)
    assert.ok(workflowOf('cluster.yml').jobs.deliver.steps.some(step => step.run === 'tests/cluster/run.sh'))
  })

  test('what ./dev test leaves out in a container without kubectl is run where there is one', () => {
    const run = workflowOf('cluster.yml').jobs.manifests.steps.at(-1).run
    const named = /\{(.*)\}\.test\.mjs/.exec(run)[1].split(',')
    // Those that also want the built program are left to whoever has both.
    const wanting = readdirSync(join(root, 'tests/deploy')).filter(each => each.endsWith('.test.mjs')).filter((each) => {
      const text = readFileSync(join(root, 'tests/deploy', each), 'utf8')
      return /needsKubectl|kubectlIsThere|from '\.\/rendered\.mjs'/.test(text) && !/gavelBinary/.test(text)
    })
    for (const each of wanting) assert.ok(named.includes(each.replace('.test.mjs', '')), each)
  })

  test('no registry is named, and no key stands in them', () => {
    for (const path of ['.github', 'tests/cluster'].flatMap(each => execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', each], { cwd: root, encoding: 'utf8' }).trim().split('\n'))) {
      const text = readFileSync(join(root, path), 'utf8')
      assert.doesNotMatch(text, /\b(ghcr|docker|quay|gcr)\.io\b/, path)
      assert.doesNotMatch(text, /AGE-SECRET-KEY-1|-----BEGIN [A-Z ]*PRIVATE KEY-----/, path)
    }
  })

  test('updates are looked for wherever versions are written down', () => {
    const { updates } = parse(readFileSync(join(root, '.github/dependabot.yml'), 'utf8'))
    for (const { directory, directories = [directory], 'package-ecosystem': kind } of updates) for (const each of directories) {
      if (kind === 'npm') assert.ok(existsSync(join(root, each, 'package.json')), each)
    }
    assert.ok(updates.some(each => each['package-ecosystem'] === 'github-actions'))
  })
})
