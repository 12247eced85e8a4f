// `gavel backup keygen`: keys that are secret from their first moment, never written over, and a sheet that can be read and typed in.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { gavelBinary } from '../harness/stack.mjs'

let dir
before(() => { dir = mkdtempSync(join(tmpdir(), 'gavel-keygen-')) })
after(() => rmSync(dir, { recursive: true, force: true }))

function keygen(folder, umask = '022') {
  const done = spawnSync('bash', ['-c', `umask ${umask}; exec "$0" backup keygen "$1"`, gavelBinary, folder], { encoding: 'utf8' })
  return { code: done.status, said: done.stdout, refusal: done.stderr }
}
const names = ['gavel-recovery.key', 'gavel-signing.key']
const mode = path => (statSync(path).mode & 0o777).toString(8)

test('makes the folder and two files that only their owner can read, whatever the umask', () => {
  for (const umask of ['000', '022', '077']) {
    const folder = join(dir, `fresh-${umask}`, 'keys')
    const made = keygen(folder, umask)
    assert.equal(made.code, 0, made.refusal)
    assert.deepEqual(readdirSync(folder).sort(), names)
    for (const name of names) assert.equal(mode(join(folder, name)), '600')
  }
})

test('prints the settings, where the files are and what to do with them, and no secret', () => {
  const folder = join(dir, 'told')
  const { said } = keygen(folder)
  const sheet = readFileSync(join(folder, names[0]), 'utf8'), signing = readFileSync(join(folder, names[1]), 'utf8')
  const [, recipient] = /^backup\.recipients = (gavel-recipient-[a-z2-7]+)$/m.exec(said)
  assert.match(said, /^backup\.signing_key_file = \S+\/gavel-signing\.key$/m)
  for (const name of names) assert(said.includes(join(folder, name)))
  assert.match(said, /Print it/)
  const [secret] = /^gavel-recovery-[a-z2-7]+$/m.exec(sheet)
  for (const word of [secret, signing.trim()]) assert(!said.includes(word), 'a secret was printed')
  assert.match(signing, /^gavel-signing-[a-z2-7]+\n$/)
  assert(sheet.includes(`# ${recipient}\n`), 'the sheet names the public key')
})

test('the sheet says what it is for, has one key and one signer, and fits on paper', () => {
  const folder = join(dir, 'sheet')
  keygen(folder)
  const lines = readFileSync(join(folder, names[0]), 'utf8').split('\n')
  const words = lines.filter(line => line && !line.startsWith('#'))
  assert.equal(words.length, 2)
  assert.match(words[0], /^gavel-recovery-[a-z2-7]+$/)
  assert.match(words[1], /^gavel-signer-[a-z2-7]+$/)
  const prose = lines.filter(line => line.startsWith('#')).join('\n')
  for (const expected of [/gavel restore --key/, /Print it/, /whoever has it can read every backup/]) assert.match(prose, expected)
  assert(lines.length < 40 && lines.every(line => line.length <= 140))
})

test('every call makes other keys', () => {
  const all = ['one', 'other'].map(name => { keygen(join(dir, name)); return names.map(key => readFileSync(join(dir, name, key), 'utf8')) })
  for (const i of [0, 1]) assert.notEqual(all[0][i], all[1][i])
})

test('a key that is there is never written over, and the other is not made', () => {
  for (const [i, name] of names.entries()) {
    const folder = join(dir, `there-${i}`)
    mkdirSync(folder)
    writeFileSync(join(folder, name), 'precious\n')
    const refused = keygen(folder)
    assert.notEqual(refused.code, 0)
    assert.match(refused.refusal, new RegExp(`${name} is there already.*nothing was written.*Name another folder`))
    assert.deepEqual(readdirSync(folder), [name])
    assert.equal(readFileSync(join(folder, name), 'utf8'), 'precious\n')
    assert.equal(refused.said, '')
  }
})

test('a link is not followed, also one that leads nowhere', () => {
  const folder = join(dir, 'link'), elsewhere = join(dir, 'elsewhere')
  mkdirSync(folder)
  symlinkSync(elsewhere, join(folder, names[0]))
  assert.notEqual(keygen(folder).code, 0)
  assert(!existsSync(elsewhere))
  assert.deepEqual(readdirSync(folder), [names[0]])
})

test('a folder that cannot be made is named', () => {
  const file = join(dir, 'a-file')
  writeFileSync(file, '')
  const refused = keygen(join(file, 'keys'))
  assert.notEqual(refused.code, 0)
  assert(refused.refusal.includes(file), refused.refusal)
})
