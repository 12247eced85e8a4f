// Sizes, leftovers and things that belong to one machine only.
import { lineOf } from './source.mjs'

const lines_max = 500
const generated = /^(docs\/api\/|web\/api\/|(web|tests\/deploy)\/package-lock\.json$|LICENSE$)|\.(svg|txt|md|yaml)$/
const source = /\.(cpp|hpp|mjs|ts|vue|css|sql|sh|cmake)$|(^|\/)(dev|run|CMakeLists\.txt)$/
const self = /^tools\/tidy\//

const unwanted = [
  [/(\/\/|#|--|\/\*|\*|<!--)[^\n]*\b(TODO|FIXME|XXX|HACK)\b/, 'finish it or write an issue'],
  [/\b(lorem ipsum|placeholder text)\b/i, 'write the real text'],
  [/\bregistry\.(npmjs\.org|npmmirror\.com|yarnpkg\.com)\b/, 'the address of a package registry is the machine\'s business'],
  [/(^|[\s"'`=(])\/(work|root|home\/\w+)\//, 'a path of one machine'],
]

export function text(files) {
  const faults = []
  for (const [path, content] of Object.entries(files)) {
    if (self.test(path)) continue
    const size = content.split('\n').length - 1
    if (source.test(path) && !generated.test(path) && size > lines_max) faults.push({ path, line: lines_max, message: `${size} lines; a file has at most ${lines_max}` })
    if (path.endsWith('/package-lock.json') && content.includes('"resolved":')) faults.push({ path, line: 1, message: 'the lock file names download addresses; see web/.npmrc' })
    if (/^(LICENSE|docs\/api\/|(web|tests\/deploy)\/package-lock)/.test(path)) continue
    for (const [pattern, message] of unwanted) {
      const found = pattern.exec(content)
      if (found) faults.push({ path, line: lineOf(content, found.index), message: `${found[0].trim()}: ${message}` })
    }
  }
  return faults
}
