// What the overlays of deploy/kustomize amount to, rendered by the kubectl of this machine.
import { execFileSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { root } from '../harness/servers.mjs'

const { parseAllDocuments } = createRequire(join(root, 'web/package.json'))('yaml')

export const overlays = ['small', 'production', 'own']
export const parts = ['.', 'entry', 'first', 'app', 'migrate']

function kubectlMissing() {
  try {
    const { kustomizeVersion } = JSON.parse(execFileSync('kubectl', ['version', '--client', '-o', 'json'], { encoding: 'utf8' }))
    return Number(/^v(\d+)/.exec(kustomizeVersion)?.[1] ?? 0) >= 5 ? '' : 'kubectl is older than 1.27'
  } catch { return 'kubectl is not installed' }
}
export const missing = kubectlMissing()
if (missing) console.log(`# skipped: ${missing}`)
export const needsKubectl = { skip: missing || false }

const kept = new Map()
/** The text of one folder below deploy/kustomize, such as overlays/small/entry. */
export function render(folder) {
  if (!kept.has(folder)) kept.set(folder, execFileSync('kubectl', ['kustomize', join(root, 'deploy/kustomize', folder)], { encoding: 'utf8' }))
  return kept.get(folder)
}
export const objects = text => parseAllDocuments(text).map(each => each.toJS()).filter(Boolean)
/** All objects of an overlay, with where they come from. */
export const everything = overlay => missing ? [] : parts.flatMap(part => objects(render(join('overlays', overlay, part))).map(object => ({ part, object })))

/** The description of the pods that an object makes, or nothing. */
export function podOf(object) {
  switch (object.kind) {
    case 'DaemonSet': case 'Deployment': case 'StatefulSet': case 'Job': return object.spec.template
    case 'CronJob': return object.spec.jobTemplate.spec.template
  }
}
export const named = ({ kind, metadata: { namespace, name } }) => `${kind} ${namespace ? `${namespace}/` : ''}${name}`
