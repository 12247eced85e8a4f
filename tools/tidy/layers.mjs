// app → modules → platform → base: a folder includes only what its CMakeLists.txt names (and what those name), always from a lower rank.
import { includes, isCpp } from './source.mjs'

// From the bottom to the top. Folders of one line do not see each other.
export const order = [
  ['base'],
  ['config', 'observe', 'markdown'],
  ['runtime', 'curl'],
  ['pg', 'redis', 'http', 'http_client', 'process', 'image'],
  ['migrator', 'jobs', 's3', 'smtp', 'imap', 'webpush', 'fondy', 'google'],
  ['storage', 'pdf'],
  ['mail', 'push', 'media', 'news', 'maintenance'],
  ['accounts'],
  ['live', 'ledger', 'backup'],
  ['lots', 'payments'],
  ['fees'],
  ['bidding', 'services'],
  ['outages', 'deposits'],
  ['closing', 'catalogue', 'orders'],
  ['notifications', 'searches', 'trust', 'newsletters'],
]
const rankOf = name => order.findIndex(row => row.includes(name))

/** src/modules/lots/tests/x.cpp → lots; src/platform/pg/migrator/y.hpp → pg, unless the folder is a library of its own. */
function folderOf(path, libraries) {
  const parts = path.split('/').slice(0, -1)
  for (let depth = parts.length; depth > 0; --depth) {
    const folder = parts.slice(0, depth).join('/')
    if (libraries[folder]) return libraries[folder]
  }
  return undefined
}

/** Folder → { name, depends } from every gavel_library(...) line. */
function readLibraries(files) {
  const libraries = {}
  for (const [path, content] of Object.entries(files)) {
    if (!/^src\/(?!app\/).*CMakeLists\.txt$/.test(path)) continue
    const found = /gavel_library\((\w+)([^)]*)\)/.exec(content)
    if (!found) continue
    const depends = /DEPENDS((?:\s+[a-z][a-z0-9_]*\b)*)/.exec(found[2])?.[1].trim().split(/\s+/) ?? []
    libraries[path.replace(/\/CMakeLists\.txt$/, '')] = { name: found[1], depends, path }
  }
  return libraries
}

function closure(library, byName, seen = new Set()) {
  for (const name of library.depends) {
    if (seen.has(name) || !byName[name]) continue
    seen.add(name)
    closure(byName[name], byName, seen)
  }
  return seen
}

const isModule = path => path.startsWith('src/modules/')
const privateOfModules = /\/repository\w*\.hpp$/  // rules are pure: modules above may ask them too
const saysPrivate = source => /^\/\/ Private to this folder/.test(source ?? '')

export function layers(files) {
  const libraries = readLibraries(files)
  const byName = Object.fromEntries(Object.values(libraries).map(each => [each.name, each]))
  const faults = []
  for (const library of Object.values(libraries)) {
    if (rankOf(library.name) < 0) {
      faults.push({ path: library.path, line: 1, message: `${library.name} has no rank: add it to the order in tools/tidy/layers.mjs` })
      continue
    }
    for (const lower of library.depends)
      if (rankOf(lower) >= rankOf(library.name)) faults.push({ path: library.path, line: 1, message: `${library.name} must not depend on ${lower}: not below it` })
  }
  for (const [path, source] of Object.entries(files)) {
    if (!isCpp(path) || !/^(src|sim|bench)\//.test(path)) continue
    const from = folderOf(path, libraries)
    for (const { target, line } of includes(source)) {
      const header = `src/${target}`
      if (/^(sim|tests|bench)\//.test(target)) {
        if (path.startsWith('src/') && !/\/tests\//.test(path)) faults.push({ path, line, message: `the product must not include ${target}` })
        continue
      }
      if (target.startsWith('app/')) {
        if (path.startsWith('src/') && !path.startsWith('src/app/')) faults.push({ path, line, message: `only app may include ${target}` })
        continue
      }
      const to = folderOf(header, libraries)
      if (!to || to === from) continue
      // The composition root and the programs around the product may see everything.
      if (from && !closure(from, byName).has(to.name)) {
        const why = rankOf(to.name) >= rankOf(from.name) ? 'it is not below this folder' : `add it to DEPENDS in ${from.path}`
        faults.push({ path, line, message: `${from.name} must not include ${target}: ${why}` })
      }
      if ((isModule(header) && privateOfModules.test(header)) || saysPrivate(files[header])) faults.push({ path, line, message: `${target} is private to its folder` })
    }
  }
  return faults
}
