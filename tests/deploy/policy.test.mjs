// What must hold for everything that the overlays render.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { root } from '../harness/servers.mjs'
import { everything, named, needsKubectl, overlays, podOf } from './rendered.mjs'

const digest = /@sha256:[0-9a-f]{64}$/
// Made by what is not ours: the first set of secrets (deploy/secrets/make), cert-manager.
const secretsMade = [...readFileSync(join(root, 'deploy/secrets/make'), 'utf8').matchAll(/^\s*secret (\S+) (\S+)/gm)].map(([, namespace, name]) => `${namespace}/${name}`)

for (const overlay of overlays) describe(overlay, needsKubectl, () => {
  const all = everything(overlay)
  const list = all.map(each => each.object)
  // DaemonSet/app stands in `app` and, parked, in `first`.
  const workloads = all.filter(({ object }) => podOf(object)).map(({ part, object }) => ({ part, object, pod: podOf(object), spec: podOf(object).spec, in: object.metadata.namespace }))
  const of = kind => list.filter(each => each.kind === kind)
  const selects = (selector, labels = {}) => Object.entries(selector?.matchLabels ?? {}).every(([key, value]) => labels[key] === value)
    && (selector?.matchExpressions ?? []).every(({ key, operator, values }) => operator === 'In' && values.includes(labels[key]))
  const containersOf = spec => [...spec.initContainers ?? [], ...spec.containers]
  const each = (what, check) => test(what, () => { assert.ok(workloads.length > 3); for (const one of workloads) for (const container of containersOf(one.spec)) check(one, container, `${named(one.object)}, ${container.name}`) })

  test('pods are restricted, and namespaces demand it', () => {
    for (const namespace of of('Namespace')) assert.equal(namespace.metadata.labels['pod-security.kubernetes.io/enforce'], 'restricted')
    for (const { object, spec } of workloads) {
      const { runAsNonRoot, runAsUser, seccompProfile } = spec.securityContext
      assert.deepEqual([runAsNonRoot, runAsUser > 0, seccompProfile.type], [true, true, 'RuntimeDefault'], named(object))
      for (const key of ['hostNetwork', 'hostPID', 'hostIPC']) assert.ok(!spec[key], named(object))
      for (const volume of spec.volumes) assert.ok(['configMap', 'secret', 'emptyDir', 'persistentVolumeClaim'].some(kind => kind in volume), volume.name)
      for (const volume of spec.volumes) if (volume.emptyDir) assert.ok(volume.emptyDir.sizeLimit, `${named(object)}: ${volume.name} has no bound`)
      assert.equal(spec.automountServiceAccountToken, false, named(object))
      assert.equal(spec.enableServiceLinks, false, named(object))
    }
  })
  each('containers cannot gain rights nor write to their file system', (_, { securityContext }, where) => {
    const { runAsUser = 1, runAsGroup = 1, ...rest } = securityContext
    assert.ok(runAsUser > 0 && runAsGroup > 0, where)
    assert.deepEqual(rest, { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } }, where)
  })
  each('images are named by digest; that of the release is left to the delivery', (_, { image }, where) => {
    if (image !== 'gavel') assert.match(image, digest, where)
  })
  each('memory is asked for and bounded, processors are asked for', ({ object }, { resources }, where) => {
    assert.ok(resources.requests.cpu && resources.requests.memory && resources.limits.memory && !resources.limits.cpu, where)
    if (['DaemonSet', 'Deployment', 'StatefulSet'].includes(object.kind)) assert.equal(resources.limits.memory, resources.requests.memory, where)
  })
  each('what serves is probed, at ports it has', ({ object }, container, where) => {
    if (!['DaemonSet', 'Deployment', 'StatefulSet'].includes(object.kind)) return
    for (const probe of ['readinessProbe', 'livenessProbe', 'startupProbe']) {
      if (probe === 'startupProbe' && object.kind === 'StatefulSet') continue
      const { port, path } = container[probe].httpGet ?? container[probe].tcpSocket
      assert.ok(container.ports.some(({ name }) => name === port), `${where}: ${probe}`)
      if (path) assert.equal(path, probe === 'readinessProbe' ? '/readyz' : '/livez', `${where}: ${probe} must not ask the database but for readiness`)
    }
    assert.ok(container.ports.every(({ containerPort }) => containerPort > 1024), where)
  })

  test('every namespace is closed, and every pod is named by a rule', () => {
    const rules = of('NetworkPolicy')
    for (const namespace of of('Namespace')) {
      assert.ok(rules.some(({ metadata, spec }) => metadata.namespace === namespace.metadata.name && Object.keys(spec.podSelector).length === 0
        && spec.policyTypes.length === 2 && !spec.ingress && !spec.egress), `${namespace.metadata.name} is open`)
    }
    for (const { object, pod, in: namespace } of workloads) {
      assert.ok(rules.some(({ metadata, spec }) => metadata.namespace === namespace && Object.keys(spec.podSelector).length && selects(spec.podSelector, pod.metadata.labels)), named(object))
    }
    const known = [...workloads.map(({ pod, in: namespace }) => ({ namespace, labels: pod.metadata.labels })),
      { namespace: 'auction', labels: { 'app.kubernetes.io/name': 'smoke' } },
      { namespace: 'auction', labels: { 'acme.cert-manager.io/http01-solver': 'true' } },
      ...of('Cluster').map(({ metadata: { name, namespace } }) => ({ namespace, labels: { 'cnpg.io/cluster': name } }))]
    for (const { metadata, spec } of rules) if (Object.keys(spec.podSelector).length) {
      assert.ok(known.some(({ namespace, labels }) => namespace === metadata.namespace && selects(spec.podSelector, labels)), `NetworkPolicy ${metadata.namespace}/${metadata.name} is about nobody`)
    }
  })

  test('services and monitors find pods and ports', () => {
    for (const { metadata, spec } of of('Service')) {
      const found = workloads.filter(({ pod, in: namespace }) => namespace === metadata.namespace && selects({ matchLabels: spec.selector }, pod.metadata.labels))
      assert.ok(found.length, metadata.name)
      for (const { targetPort } of spec.ports) assert.ok(found.every(one => one.spec.containers[0].ports.some(({ name }) => name === targetPort)), metadata.name)
    }
    for (const { metadata, spec } of of('PodMonitor')) {
      if (spec.selector.matchLabels['cnpg.io/cluster']) { assert.ok(of('Cluster').some(each => each.metadata.name === spec.selector.matchLabels['cnpg.io/cluster'])); continue }
      const found = workloads.filter(({ pod, in: namespace }) => namespace === metadata.namespace && selects(spec.selector, pod.metadata.labels))
      assert.ok(found.length && found.every(one => one.spec.containers[0].ports.some(({ name }) => name === spec.podMetricsEndpoints[0].port)), metadata.name)
    }
  })

  test('what pods refer to exists', () => {
    const has = (kind, namespace, name) => list.some(each => each.kind === kind && each.metadata.namespace === namespace && each.metadata.name === name)
    for (const { part, object, spec, in: namespace } of workloads) {
      for (const { configMap, secret, persistentVolumeClaim } of spec.volumes) {
        if (configMap) assert.ok(has('ConfigMap', namespace, configMap.name), `${named(object)}: ${configMap.name}`)
        if (secret) assert.ok(secretsMade.includes(`${namespace}/${secret.secretName}`), `${named(object)}: deploy/secrets/make makes no ${secret.secretName}`)
        if (persistentVolumeClaim) assert.ok(has('PersistentVolumeClaim', namespace, persistentVolumeClaim.claimName), `${named(object)} in ${part}: ${persistentVolumeClaim.claimName}`)
      }
      for (const { envFrom = [], volumeMounts } of containersOf(spec)) {
        for (const { configMapRef } of envFrom) assert.ok(has('ConfigMap', namespace, configMapRef.name), configMapRef.name)
        for (const { name } of volumeMounts) assert.ok(spec.volumes.some(volume => volume.name === name), `${named(object)}: ${name}`)
      }
      if (spec.serviceAccountName) assert.ok(has('ServiceAccount', namespace, spec.serviceAccountName))
    }
    for (const cluster of of('Cluster')) for (const name of [cluster.spec.bootstrap.initdb.secret.name, ...cluster.spec.managed.roles.map(each => each.passwordSecret.name)]) {
      assert.ok(secretsMade.includes(`${cluster.metadata.namespace}/${name}`), name)
    }
    for (const route of of('HTTPRoute')) for (const { backendRefs = [] } of route.spec.rules) for (const { name, port } of backendRefs) {
      assert.ok(of('Service').some(each => each.metadata.name === name && each.spec.ports.some(one => one.port === port)), name)
    }
  })

  test('backups see the photos that the application keeps, and cannot change them', () => {
    const settingsOf = spec => Object.assign({}, ...spec.containers[0].envFrom.map(({ configMapRef }) => list.find(each => each.kind === 'ConfigMap' && each.metadata.name === configMapRef.name).data))
    const [app] = workloads.filter(({ object }) => object.metadata.name === 'app')
    const [backup] = workloads.filter(({ object }) => object.metadata.name === 'backup')
    assert.notEqual(settingsOf(backup.spec).GAVEL_BACKUP_MEDIA, 'false')
    const mounted = ({ spec }) => spec.volumes.find(each => each.name === 'media')
    if (settingsOf(app.spec).GAVEL_S3_ENDPOINT) {
      for (const name of ['ENDPOINT', 'BUCKET', 'ACCESS_KEY']) assert.equal(settingsOf(backup.spec)[`GAVEL_S3_${name}`], settingsOf(app.spec)[`GAVEL_S3_${name}`], name)
      return
    }
    // Volumes of two namespaces, one folder of one node.
    const folder = ({ object, spec }) => {
      const { claimName } = spec.volumes.find(each => each.name === 'media').persistentVolumeClaim
      const { namespace } = object.metadata
      const claim = of('PersistentVolumeClaim').find(({ metadata }) => metadata.namespace === namespace && metadata.name === claimName)
      const { spec: volume } = of('PersistentVolume').find(({ metadata }) => metadata.name === claim.spec.volumeName)
      assert.deepEqual([volume.claimRef.namespace, volume.claimRef.name, volume.persistentVolumeReclaimPolicy], [namespace, claimName, 'Retain'])
      assert.ok(claim.spec.accessModes.every(each => volume.accessModes.includes(each)) && volume.storageClassName === claim.spec.storageClassName)
      return { path: volume.local.path, nodes: volume.nodeAffinity }
    }
    assert.deepEqual(folder(backup), folder(app))
    assert.equal(mounted(backup).persistentVolumeClaim.readOnly, true)
    const at = ({ spec }) => spec.containers[0].volumeMounts.find(each => each.name === 'media')
    assert.deepEqual(at(backup), { ...at(app), readOnly: true })
  })

  test('no secret stands in a manifest', () => assert.deepEqual(of('Secret').map(named), []))

  test('a release is the application and its settings; nothing that stays up can park it or switch the route', () => {
    const kinds = part => all.filter(each => each.part === part).map(({ object }) => `${object.kind}/${object.metadata.name}`.replace(/-[a-z0-9]{10}$/, '')).sort()
    assert.deepEqual(kinds('app'), ['ConfigMap/settings', 'DaemonSet/app'])
    assert.deepEqual(kinds('migrate'), ['Job/migrate'])
    assert.deepEqual(kinds('first'), ['ConfigMap/settings', 'DaemonSet/app', 'HTTPRoute/web'])
    for (const part of ['.', 'entry']) for (const name of ['DaemonSet/app', 'HTTPRoute/web']) assert.ok(!kinds(part).includes(name), name)
    const app = all.find(({ part, object }) => part === 'app' && object.kind === 'DaemonSet').object
    assert.ok(!('gavel.example.org/parked' in app.spec.template.spec.nodeSelector), 'applying a release must not park it')
    assert.equal(all.find(({ part, object }) => part === 'first' && object.kind === 'DaemonSet').object.spec.template.spec.nodeSelector['gavel.example.org/parked'], 'true')
    const job = all.find(({ part }) => part === 'migrate').object.spec
    assert.deepEqual([job.suspend, job.backoffLimit, job.template.spec.restartPolicy], [true, 0, 'Never'])
  })

  test('the deployer has no rights beyond its work', () => {
    assert.deepEqual(of('ClusterRole').concat(of('ClusterRoleBinding')).map(named), [])
    for (const { rules } of of('Role')) for (const { resources, verbs, apiGroups } of rules) {
      for (const word of [...resources, ...verbs, ...apiGroups]) assert.notEqual(word, '*')
      assert.ok(!resources.includes('secrets') && !resources.includes('pods/exec'))
    }
  })
})
