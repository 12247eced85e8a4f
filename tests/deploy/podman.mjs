// podman in a folder of its own: nothing of the machine's images or settings is used or touched.
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export class Podman {
  constructor(dir) {
    mkdirSync(join(dir, 'podman'), { recursive: true })
    const running = mkdtempSync(join(tmpdir(), 'pod-')) // podman takes no path of more than 50 characters
    process.on('exit', () => rmSync(running, { recursive: true, force: true }))
    // Raising limits, which podman does unasked, is refused where these tests run in a container themselves.
    writeFileSync(join(dir, 'podman/containers.conf'), '[containers]\ndefault_ulimits = []\n')
    this.env = { ...process.env, CONTAINERS_CONF: join(dir, 'podman/containers.conf') }
    const words = (driver, ...more) => ['--runtime', 'runc', '--storage-driver', driver, ...more, '--cgroup-manager', 'cgroupfs', '--root', join(dir, 'podman/root', driver), '--runroot', join(running, driver)]
    const overlay = words('overlay', '--storage-opt', 'overlay.skip_mount_home=true')
    // cgroupfs works everywhere, also without systemd; so does vfs, but it copies a whole image for each of its layers.
    const layered = spawnSync('podman', [...overlay, 'info'], { env: this.env, timeout: 60_000 }).status === 0
    this.args = layered ? overlay : words('vfs')
  }

  /** Why it cannot work here; empty: it can. */
  static missing(dir) {
    for (const program of ['podman', 'runc']) if (spawnSync(program, ['--version']).error) return `${program} is not installed`
    const asked = spawnSync('podman', new Podman(dir).args.concat('info'), { encoding: 'utf8' })
    return asked.status === 0 ? '' : `podman does not work here: ${asked.stderr.trim().split('\n').at(-1)}`
  }

  command(...words) { return ['podman', ...this.args, ...words] }
  run(...words) { return execFileSync('podman', [...this.args, ...words], { env: this.env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], timeout: 120_000 }).trim() }
  try(...words) { return spawnSync('podman', [...this.args, ...words], { env: this.env, encoding: 'utf8', timeout: 60_000 }) }
}
