// The whole Containerfile: pages and program built from a clean checkout on Debian 13, in a base image made from the machine's own package
// sources. Takes as long as a release build; not among the usual parts: ./dev test image.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { removeScratch, root, scratch } from '../harness/servers.mjs'
import { Podman } from '../deploy/podman.mjs'

const dir = scratch('image')
mkdirSync(join(dir, 'probe'))
const missing = Podman.missing(join(dir, 'probe'))
if (missing) console.log(`# skipped: ${missing}`)
process.on('exit', () => removeScratch(dir))

/** The machine's sources, for Debian 13. */
function sources() {
  const own = readFileSync('/etc/apt/sources.list.d/debian.sources', 'utf8')
  const file = join(dir, 'trixie.sources')
  writeFileSync(file, own.replace(/bookworm/g, 'trixie'))
  return file
}

/** npm in the build trusts whom npm trusts here: the way out may lead through a proxy with a certificate of its own. */
function trust() {
  const file = execFileSync('npm', ['config', 'get', 'cafile'], { encoding: 'utf8' }).trim()
  if (file === 'null') return []
  const settings = join(dir, 'npmrc')
  writeFileSync(settings, 'cafile=/etc/npm-certificates\n')
  return ['--volume', `${file}:/etc/npm-certificates:ro`, '--volume', `${settings}:/root/.npmrc:ro`]
}

test('builds from source on Debian 13, and runs', { skip: missing || false }, () => {
  const podman = new Podman(dir)
  const tar = join(dir, 'base.tar')
  execFileSync('mmdebstrap', ['--variant=minbase', '--aptopt=Acquire::Check-Valid-Until "false"', 'trixie', tar, sources()], { stdio: ['ignore', 'inherit', 'inherit'] })
  podman.run('import', tar, 'base')
  const [program, ...words] = podman.command('build', '--isolation', 'chroot', '--network', 'host', ...trust(), '--build-arg', 'BASE=base', '-f', join(root, 'deploy/container/Containerfile'), '-t', 'gavel-image', root)
  execFileSync(program, words, { env: podman.env, stdio: ['ignore', 'inherit', 'inherit'] })
  const [{ Size: size }] = JSON.parse(podman.run('image', 'inspect', 'gavel-image'))
  console.log(`# the image has ${Math.round(size / 1e6)} MB`)
  assert.ok(size <= 180e6, `${size} bytes`)
  assert.match(podman.run('run', '--rm', '--network', 'host', '--read-only', '--cap-drop', 'all', 'gavel-image', '--version'), /^\d+\.\d+\.\d+$/)
})
