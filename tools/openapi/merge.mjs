// Pure merging of OpenAPI fragments: keys never overwrite each other, so two modules cannot claim one route or one name.

const verbs = ['get', 'put', 'post', 'delete', 'patch', 'head', 'options']

/** Merges fragments ({path, document}) into the frame. Answers the contract with sorted keys and every clash found. */
export function mergeFragments(frame, fragments) {
  const contract = structuredClone(frame.document)
  contract.paths ??= {}
  contract.components ??= {}
  const errors = []
  for (const { path, document } of fragments) {
    mergePaths(contract.paths, document.paths ?? {}, path, errors)
    mergeComponents(contract.components, document.components ?? {}, path, errors)
    for (const key of Object.keys(document)) {
      if (key !== 'paths' && key !== 'components') errors.push(`${path}: a fragment holds only paths and components, not ${key}`)
    }
  }
  contract.paths = sortKeys(contract.paths)
  for (const item of Object.keys(contract.paths)) contract.paths[item] = sortVerbs(contract.paths[item])
  for (const section of Object.keys(contract.components)) contract.components[section] = sortKeys(contract.components[section])
  return { contract, errors }
}

function mergePaths(into, paths, origin, errors) {
  for (const [route, operations] of Object.entries(paths)) {
    into[route] ??= {}
    for (const [verb, operation] of Object.entries(operations)) {
      if (!verbs.includes(verb)) errors.push(`${origin}: ${route} has an unknown verb ${verb}`)
      if (into[route][verb]) errors.push(`${origin}: ${verb} ${route} is already described elsewhere`)
      into[route][verb] = operation
    }
  }
}

function mergeComponents(into, components, origin, errors) {
  for (const [section, entries] of Object.entries(components)) {
    into[section] ??= {}
    for (const [name, value] of Object.entries(entries)) {
      if (into[section][name]) errors.push(`${origin}: ${section}/${name} is already described elsewhere`)
      into[section][name] = value
    }
  }
}

const sortKeys = object => Object.fromEntries(Object.entries(object).sort(([a], [b]) => (a < b ? -1 : 1)))
const sortVerbs = item => Object.fromEntries(verbs.filter(verb => item[verb]).map(verb => [verb, item[verb]]))

/** Every `$ref` of the document that leads nowhere, each once. */
export function danglingRefs(contract) {
  const missing = new Set()
  const visit = (node) => {
    if (node === null || typeof node !== 'object') return
    if (typeof node.$ref === 'string' && resolveRef(contract, node.$ref) === undefined) missing.add(node.$ref)
    for (const value of Object.values(node)) visit(value)
  }
  visit(contract)
  return [...missing].sort()
}

/** What a local reference (`#/a/b`) points at, or undefined. */
export function resolveRef(contract, ref) {
  if (!ref.startsWith('#/')) return undefined
  return ref.slice(2).split('/').reduce(
    (node, part) => node?.[part.replaceAll('~1', '/').replaceAll('~0', '~')], contract)
}
