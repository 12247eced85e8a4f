// What the controllers of a cluster and its entry do with the objects of the small API server, as far as a delivery notices.
import { once } from 'node:events'
import { createServer } from 'node:http'
import { ApiServer } from './api_server.mjs'

const [old, wanted] = ['a', 'b'].map(each => `registry.test/gavel@sha256:${each.repeat(64)}`)
export const images = { old, wanted, maintenance: `registry.test/gavel@sha256:${'c'.repeat(64)}` }
const releases = { [old]: '1.3.0', [wanted]: '1.4.0' }
const prefix = 'gavel.example.org'

/** How the world behaves; a scenario changes some of it. */
export const calm = {
  nodes: ['one', 'two'],          // that carry the label of the application
  starts: () => true,             // (image) does a pod of it become ready
  pulls: () => true,              // (image) can it be downloaded
  stuckPods: false,               // pods never go away
  migrate: 0,                     // exit code; undefined: it never ends
  smoke: true,
  accepts: () => true,            // (mode) the entry takes over a changed route
  sees: mode => mode,             // (mode, n) what the n-th visitor is shown
  nextEndIn: undefined,           // seconds
  maintenanceReady: 1,
  backupRuns: false,
}

export class Cluster {
  static async start(behaviour = {}, hooks = {}) {
    const cluster = new Cluster()
    cluster.world = { ...calm, ...behaviour }
    cluster.visits = 0
    cluster.api = await ApiServer.start(hooks)
    cluster.api.watchers.push((object, removed) => setImmediate(() => cluster.#react(object, removed)))
    cluster.site = createServer((request, response) => cluster.#visit(request, response)).listen(0, '127.0.0.1')
    await once(cluster.site, 'listening')
    cluster.url = `http://127.0.0.1:${cluster.site.address().port}`
    cluster.#install()
    return cluster
  }

  async stop() {
    await this.api.stop()
    this.site.closeAllConnections()
    this.site.close()
  }

  #install() {
    const { api } = this
    const backends = () => [{ name: 'app', port: 8080, weight: 1 }, { name: 'maintenance', port: 8080, weight: 0 }]
    api.put({ apiVersion: 'gateway.networking.k8s.io/v1', kind: 'HTTPRoute', metadata: { name: 'web', annotations: { [`${prefix}/mode`]: 'live' } },
      spec: { rules: [{ matches: [{ path: { value: '/api/v1/stream' } }], backendRefs: backends() }, { backendRefs: backends() }] } })
    api.put({ apiVersion: 'apps/v1', kind: 'DaemonSet', metadata: { name: 'app', labels: { 'app.kubernetes.io/version': 'v1.3.0' } }, spec: {
      selector: { matchLabels: { 'app.kubernetes.io/name': 'app' } },
      template: { metadata: { labels: { 'app.kubernetes.io/name': 'app' } }, spec: { nodeSelector: { [`${prefix}/role`]: 'app' }, containers: [{ name: 'app', image: old }] } },
    } })
    api.put({ apiVersion: 'discovery.k8s.io/v1', kind: 'EndpointSlice', metadata: { name: 'maintenance-1', labels: { 'kubernetes.io/service-name': 'maintenance' } },
      endpoints: Array.from({ length: this.world.maintenanceReady }, () => ({ addresses: ['10.0.0.9'], conditions: { ready: true } })) })
    api.put({ apiVersion: 'batch/v1', kind: 'CronJob', metadata: { name: 'backup' }, spec: { suspend: false } }, { namespace: 'auction-backup' })
    if (this.world.backupRuns) api.put({ apiVersion: 'batch/v1', kind: 'Job', metadata: { name: 'backup-1', labels: { 'app.kubernetes.io/name': 'backup' } }, status: { active: 1 } }, { namespace: 'auction-backup' })
    // A drill may run on.
    api.put({ apiVersion: 'batch/v1', kind: 'Job', metadata: { name: 'backup-drill-1', labels: { 'app.kubernetes.io/name': 'backup-drill' } }, status: { active: 1 } }, { namespace: 'auction-backup' })
  }

  #react(object, removed) {
    const { api, world } = this
    const now = removed ? undefined : api.get(object.kind, object.metadata.name, object.metadata.namespace)
    if (object.kind === 'DaemonSet') this.#spread(now, object)
    if (!now) return
    if (now.kind === 'HTTPRoute' && world.accepts(this.mode)) {
      const condition = type => ({ type, status: 'True', observedGeneration: now.metadata.generation })
      api.put({ ...now, status: { parents: [{ conditions: [condition('Accepted'), condition('ResolvedRefs')] }] } }, { quiet: true })
    }
    if (now.kind === 'Job' && now.metadata.namespace === 'auction' && now.spec.suspend !== true && !now.status) this.#runJob(now)
    if (now.kind === 'Backup') api.put({ ...now, status: { phase: 'completed' } }, { quiet: true, namespace: now.metadata.namespace })
  }

  #spread(set, before) {
    const { api, world } = this
    const name = before.metadata.name
    const mine = api.list('Pod', 'auction').filter(each => each.metadata.ownerName === name)
    const template = set?.spec.template
    const runs = set && !template.spec.nodeSelector?.[`${prefix}/parked`] ? world.nodes : []
    const image = template?.spec.containers[0].image
    const fits = pod => runs.includes(pod.spec.nodeName) && pod.spec.image === image
    if (!world.stuckPods) for (const pod of mine) if (!fits(pod)) api.remove('Pod', pod.metadata.name)
    for (const node of runs) {
      if (mine.some(each => fits(each) && each.spec.nodeName === node)) continue
      api.put({ apiVersion: 'v1', kind: 'Pod', metadata: { name: `${name}-${node}`, ownerName: name, labels: template.metadata.labels }, spec: { nodeName: node, image } }, { quiet: true })
    }
    if (!set) return
    const ready = (name === 'app' ? world.starts(image) : world.pulls(image)) ? runs.length : 0
    api.put({ ...set, status: { observedGeneration: set.metadata.generation, desiredNumberScheduled: runs.length, numberMisscheduled: 0, updatedNumberScheduled: runs.length, numberReady: ready } }, { quiet: true })
  }

  #runJob(job) {
    const { api, world } = this
    const name = job.metadata.name
    const labels = { 'batch.kubernetes.io/job-name': name }
    const exit = name.startsWith('smoke') ? (world.smoke ? 0 : 1) : typeof world.migrate === 'function' ? world.migrate(name) : world.migrate
    const state = exit === undefined ? { running: {} } : { terminated: { exitCode: exit } }
    api.put({ apiVersion: 'v1', kind: 'Pod', metadata: { name: `${name}-pod`, labels }, spec: { containers: [{ name: 'main' }] },
      status: { phase: 'Running', containerStatuses: [{ name: 'main', state }] } }, { quiet: true })
    api.logs.set(`${name}-pod`, `words of ${name}\n`)
    // The first two come before the ends one waits for.
    const ends = exit === 0 ? ['SuccessCriteriaMet', 'Complete'] : ['FailureTarget', 'Failed']
    api.put({ ...job, spec: { ...job.spec, selector: { matchLabels: labels } },
      status: exit === undefined ? { active: 1 } : { conditions: ends.map(type => ({ type, status: 'True' })) } }, { quiet: true })
  }

  get app() { return this.api.get('DaemonSet', 'app') }
  get parked() { return this.app.spec.template.spec.nodeSelector[`${prefix}/parked`] === 'true' }
  get image() { return this.app.spec.template.spec.containers[0].image }
  get state() { return this.api.get('ConfigMap', 'delivery-state')?.data ?? {} }
  get mode() {
    const names = this.api.get('HTTPRoute', 'web').spec.rules.flatMap(rule => rule.backendRefs.filter(each => each.weight > 0).map(each => each.name))
    const all = [...new Set(names)]
    return all.length > 1 ? 'mixed' : all[0] === 'app' ? 'live' : 'maintenance'
  }

  /** The entry: what a visitor is answered. */
  #visit(request, response) {
    const live = this.world.sees(this.mode, ++this.visits) === 'live'
    if (!live || !(this.app.status?.numberReady > 0)) {
      response.writeHead(503, { 'retry-after': '30', 'x-auction-mode': live ? 'none' : 'maintenance' })
      return response.end()
    }
    response.writeHead(200, { 'content-type': 'application/json', 'x-auction-mode': 'live', 'x-auction-release': releases[this.image] ?? 'unknown' })
    const end = this.world.nextEndIn
    response.end(JSON.stringify({ items: end === undefined ? [] : [{ ends_at: new Date(Date.now() + end * 1000).toISOString() }] }))
  }

  /** The writes in order, in words. */
  get written() {
    return this.api.writes.map(({ method, kind, name, body, apply }) => {
      const what = `${kind}/${name.replace(/-v1-4-0-.*/, '')}`
      if (kind === 'ConfigMap') return `record ${body.data.step ?? body.data.outcome ?? Object.keys(body.data)[0]}`
      if (method === 'POST') return `create ${what}`
      if (method === 'DELETE') return `delete ${what}`
      if (apply) return `apply ${what}`
      if (kind === 'HTTPRoute') return `route ${body.metadata.annotations[`${prefix}/mode`]}`
      if (Array.isArray(body)) return `replace ${what}`
      if (kind === 'DaemonSet') return body.spec.template.spec.nodeSelector[`${prefix}/parked`] ? 'park' : 'unpark'
      if ('suspend' in (body.spec ?? {})) return `${body.spec.suspend ? 'suspend' : 'release'} ${what}`
      return `patch ${what}`
    })
  }
}
