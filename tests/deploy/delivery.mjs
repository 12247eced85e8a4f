// Runs deploy/deliver against the small cluster, with a real kubectl.
import { execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { root } from '../harness/servers.mjs'
import { Cluster, images } from './cluster.mjs'

export const kubectlIsThere = (() => {
  try { execFileSync('kubectl', ['version', '--client'], { stdio: 'ignore' }); return true } catch { return false }
})()

/** @returns a delivery with {cluster, run(...words) → {code, output}, stop()}; `behaviour` of the cluster, `hooks` of its API. */
export async function delivery({ behaviour, hooks, env = {} } = {}) {
  const cluster = await Cluster.start(behaviour, hooks)
  const dir = mkdtempSync(join(tmpdir(), 'deliver-'))
  const kubeconfig = join(dir, 'kubeconfig')
  writeFileSync(kubeconfig, JSON.stringify({
    apiVersion: 'v1', kind: 'Config', 'current-context': 'test', contexts: [{ name: 'test', context: { cluster: 'test', user: 'test' } }],
    clusters: [{ name: 'test', cluster: { server: cluster.api.url } }], users: [{ name: 'test', user: {} }],
  }))
  const running = new Set()
  const self = {
    cluster, dir,
    run(...words) {
      return new Promise((resolve) => {
        const child = spawn(join(root, 'deploy/deliver'), words, {
          detached: true, stdio: ['ignore', 'pipe', 'pipe'],
          env: {
            PATH: process.env.PATH, HOME: dir, KUBECONFIG: kubeconfig, DELIVER_CONFIG: join(dir, 'none'), DELIVER_SITE: cluster.url,
            DELIVER_MANIFESTS: join(root, 'tests/deploy/manifests'), DELIVER_RUN: '77', DELIVER_HOLDER: 'the first run', DELIVER_DATABASE_CLUSTER: 'db', DELIVER_SMOKE_IMAGE: images.old,
            DELIVER_POLL_S: '0.1', DELIVER_CALL_S: '10', DELIVER_PROBES: '3', DELIVER_CALL_TRIES: '3',
            ...Object.fromEntries(['PREPARE', 'SWITCH', 'STOP', 'UPDATE', 'MIGRATE', 'START'].map(each => [`DELIVER_${each}_S`, '20'])), ...env, ...self.env,
          },
        })
        running.add(child)
        self.child = child
        let output = ''
        for (const each of [child.stdout, child.stderr]) each.on('data', (chunk) => { output += chunk })
        child.on('close', (code, signal) => { running.delete(child); resolve({ code, signal, output }) })
      })
    },
    deliver(...words) { return self.run('deliver', 'v1.4.0', '--image', images.wanted, ...words) },
    /** Ends the running program and what it has started, as a machine that goes away does. */
    kill() { for (const each of running) try { process.kill(-each.pid, 'SIGKILL') } catch { /* it has ended */ } },
    async stop() {
      self.kill()
      await cluster.stop()
      rmSync(dir, { recursive: true, force: true })
    },
  }
  return self
}
