// SQL of a module is found in one place: repository*.cpp (worker*.cpp for scans of due work). Its migrations are in migrations/.
import { codeOf, lineOf } from './source.mjs'

const allowed = /\/(repository|worker)\w*\.cpp$/

export function sql(files) {
  const faults = []
  for (const [path, source] of Object.entries(files)) {
    if (!/^src\/(modules|app)\/.*\.(cpp|hpp)$/.test(path) || /\/tests\//.test(path) || allowed.test(path)) continue
    for (const found of codeOf(source).matchAll(/\bpg::statement\s+\w+\s*[{(]/g)) {
      faults.push({ path, line: lineOf(source, found.index), message: 'a statement belongs into repository.cpp' })
    }
  }
  for (const [path, source] of Object.entries(files)) {
    if (!/^migrations\/\d.*\.sql$/.test(path)) continue
    const head = source.split('\n').slice(0, source.split('\n').findIndex(line => !line.startsWith('--'))).map(line => line.slice(2)).join('')
    if (!/release keeps running: (yes|no)/.test(head)) faults.push({ path, line: 1, message: 'its head says "Old release keeps running: yes" or "no"; the migrator records it' })
  }
  return faults
}
