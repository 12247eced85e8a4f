// A small API server that a real kubectl talks to: discovery, get, list, create, merge and JSON patch, server-side apply as a merge, delete,
// logs of pods. What controllers do with the objects is in cluster.mjs.
import { once } from 'node:events'
import { createServer } from 'node:http'

const kinds = [
  ['v1', 'configmaps', 'ConfigMap', ['cm']], ['v1', 'pods', 'Pod', ['po']], ['v1', 'services', 'Service', ['svc']],
  ['apps/v1', 'daemonsets', 'DaemonSet', ['ds']], ['apps/v1', 'deployments', 'Deployment', ['deploy']],
  ['batch/v1', 'jobs', 'Job', []], ['batch/v1', 'cronjobs', 'CronJob', ['cj']],
  ['coordination.k8s.io/v1', 'leases', 'Lease', []], ['discovery.k8s.io/v1', 'endpointslices', 'EndpointSlice', []],
  ['gateway.networking.k8s.io/v1', 'httproutes', 'HTTPRoute', []], ['postgresql.cnpg.io/v1', 'backups', 'Backup', []],
].map(([version, plural, kind, shortNames]) => ({ version, plural, kind, shortNames }))
const versions = [...new Set(kinds.map(each => each.version))]
const rootOf = version => version.includes('/') ? `/apis/${version}` : `/api/${version}`

const status = (code, reason, message) => ({ kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message, reason, code })

export function mergePatch(target, patch) {
  if (patch === null || typeof patch !== 'object' || Array.isArray(patch)) return patch
  const result = { ...(target && typeof target === 'object' && !Array.isArray(target) ? target : {}) }
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete result[key]
    else result[key] = mergePatch(result[key], value)
  }
  return result
}

function jsonPatch(target, operations) {
  const result = structuredClone(target)
  for (const { op, path, value } of operations) {
    const keys = path.slice(1).split('/').map(each => each.replaceAll('~1', '/').replaceAll('~0', '~'))
    const last = keys.pop()
    const parent = keys.reduce((at, key) => at[key], result)
    if (op === 'remove') delete parent[last]
    else parent[last] = value
  }
  return result
}

const matches = (labels = {}, selector) => selector.split(',').every((each) => {
  const [key, value] = each.split(/==?/)
  return value === undefined ? key in labels : labels[key] === value
})

export class ApiServer {
  /** `before(write)` may give {status} to fail a request, 'hang' to leave it unanswered; `after(write)` is told what was written. */
  static async start({ before = () => {}, after = () => {} } = {}) {
    const api = new ApiServer()
    Object.assign(api, { objects: new Map(), version: 1, before, after, writes: [], logs: new Map(), watchers: [] })
    api.server = createServer((request, response) => api.#answer(request, response)).listen(0, '127.0.0.1')
    await once(api.server, 'listening')
    api.url = `http://127.0.0.1:${api.server.address().port}`
    return api
  }

  async stop() {
    this.server.closeAllConnections()
    this.server.close()
    await once(this.server, 'close')
  }

  #key(kind, namespace, name) { return `${kind}/${namespace}/${name}` }
  get(kind, name, namespace = 'auction') { return this.objects.get(this.#key(kind, namespace, name)) }
  list(kind, namespace) { return [...this.objects.values()].filter(each => each.kind === kind && (!namespace || each.metadata.namespace === namespace)) }

  /** Stores an object as the server does: version, generation when its spec changed; then the controllers look. */
  put(object, { namespace = 'auction', quiet = false } = {}) {
    const metadata = { namespace, uid: `${object.kind}-${object.metadata.name}`, creationTimestamp: '2026-11-30T00:00:00Z', ...object.metadata }
    const key = this.#key(object.kind, metadata.namespace, metadata.name)
    const old = this.objects.get(key)
    metadata.resourceVersion = String(++this.version)
    metadata.generation = (old?.metadata.generation ?? 0) + (JSON.stringify(old?.spec) === JSON.stringify(object.spec) ? 0 : 1)
    const stored = { ...object, metadata }
    this.objects.set(key, stored)
    if (!quiet) for (const each of this.watchers) each(stored)
    return stored
  }

  remove(kind, name, namespace = 'auction') {
    const key = this.#key(kind, namespace, name)
    const old = this.objects.get(key)
    this.objects.delete(key)
    if (old) for (const each of this.watchers) each(old, true)
    return old
  }

  async #answer(request, response) {
    const reply = (code, body) => {
      response.writeHead(code, { 'content-type': typeof body === 'string' ? 'text/plain' : 'application/json' })
      response.end(typeof body === 'string' ? body : JSON.stringify(body))
    }
    let text = ''
    for await (const chunk of request) text += chunk
    const url = new URL(request.url, this.url)
    const discovered = discovery(url.pathname)
    if (discovered) return reply(200, discovered)
    const kind = kinds.find(each => url.pathname.startsWith(`${rootOf(each.version)}/`) && url.pathname.split('/')[rootOf(each.version).split('/').length + 2] === each.plural)
    if (!kind) return reply(404, status(404, 'NotFound', `no ${url.pathname}`))
    const [namespace, , name, sub] = url.pathname.slice(rootOf(kind.version).length + '/namespaces/'.length).split('/')
    const body = text && JSON.parse(text)
    const call = { method: request.method, kind: kind.kind, namespace, name: name ?? body?.metadata?.name, sub, body, type: request.headers['content-type'], apply: /apply-patch/.test(request.headers['content-type'] ?? '') }
    const fault = this.before(call)
    if (fault === 'hang') return
    if (fault) return reply(fault.status, status(fault.status, fault.reason ?? 'InternalError', fault.message ?? 'as the test wants it'))
    const [code, answer] = this.#do(call, url.searchParams)
    if (request.method !== 'GET' && code < 300) {
      this.writes.push(call)
      if (this.after(call) === 'hang') return
    }
    reply(code, answer)
  }

  #do({ method, kind, namespace, name, sub, body, apply, type }, query) {
    const old = this.get(kind, name, namespace)
    const absent = [404, status(404, 'NotFound', `${kind} "${name}" not found`)]
    if (method === 'POST') {
      if (old) return [409, status(409, 'AlreadyExists', `${kind} "${name}" already exists`)]
      return [201, this.put(body, { namespace })]
    }
    if (!name) {
      const selector = query.get('labelSelector')
      const items = this.list(kind, namespace).filter(each => !selector || matches(each.metadata.labels, selector))
      return [200, { kind: `${kind}List`, apiVersion: kinds.find(each => each.kind === kind).version, metadata: { resourceVersion: String(this.version) }, items }]
    }
    if (method === 'PATCH' && apply) return [old ? 200 : 201, this.put(mergePatch(old, body), { namespace })]
    if (!old) return absent
    if (sub === 'log') return [200, this.logs.get(name) ?? '']
    if (method === 'GET') return [200, old]
    if (method === 'DELETE') return [200, this.remove(kind, name, namespace)]
    if (method !== 'PATCH') return [405, status(405, 'MethodNotAllowed', method)]
    const wanted = body.metadata?.resourceVersion
    if (wanted && wanted !== old.metadata.resourceVersion) return [409, status(409, 'Conflict', 'the object has been modified')]
    return [200, this.put(/json-patch/.test(type) ? jsonPatch(old, body) : mergePatch(old, body), { namespace })]
  }
}

const verbs = ['create', 'delete', 'get', 'list', 'patch', 'update', 'watch']
function discovery(path) {
  if (path === '/version') return { major: '1', minor: '32', gitVersion: 'v1.32.0' }
  if (path === '/api') return { kind: 'APIVersions', versions: ['v1'], serverAddressByClientCIDRs: [] }
  if (path === '/apis') {
    return { kind: 'APIGroupList', apiVersion: 'v1', groups: versions.filter(each => each.includes('/')).map((each) => {
      const [name, version] = each.split('/')
      return { name, versions: [{ groupVersion: each, version }], preferredVersion: { groupVersion: each, version } }
    }) }
  }
  const listed = versions.find(each => rootOf(each) === path)
  if (listed) {
    const resources = kinds.filter(each => each.version === listed).map(({ plural, kind, shortNames }) =>
      ({ name: plural, singularName: kind.toLowerCase(), namespaced: true, kind, shortNames, verbs }))
    return { kind: 'APIResourceList', apiVersion: 'v1', groupVersion: listed, resources }
  }
  // Enough of OpenAPI for kubectl to leave the validation of fields to the server.
  if (path === '/openapi/v3') return { paths: Object.fromEntries(versions.map(each => [rootOf(each).slice(1), { serverRelativeURL: `/openapi/v3${rootOf(each)}?hash=1` }])) }
  const described = versions.find(each => `/openapi/v3${rootOf(each)}` === path)
  if (described) {
    const [group, version] = described.includes('/') ? described.split('/') : ['', described]
    const paths = Object.fromEntries(kinds.filter(each => each.version === described).map(({ plural, kind }) => [`${rootOf(described)}/namespaces/{namespace}/${plural}/{name}`, {
      patch: { parameters: [{ name: 'fieldValidation', in: 'query', schema: { type: 'string' } }], responses: {}, 'x-kubernetes-group-version-kind': { group, version, kind } },
    }]))
    return { openapi: '3.0.0', info: { title: 'a test', version: '1' }, paths }
  }
}
