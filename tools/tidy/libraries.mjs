// Each outside library is used in one place, behind an interface of ours.
import { isCpp, systemIncludes } from './source.mjs'

// What is included → where it may be.
export const homes = [
  [/^(libpq-fe|libpq\/.*|postgres_ext)\.h$/, /^(src\/platform\/pg|tests\/support|sim)\//],
  [/^hiredis\//, /^src\/platform\/redis\//],
  [/^curl\//, /^(src\/platform\/(curl|smtp|http_client)|sim)\//],
  [/^pugixml/, /^src\/platform\/s3\//],
  [/^vips\//, /^(src\/platform\/image|sim)\//],
  [/^(prometheus|spdlog)\//, /^(src\/platform\/observe\/|cmake\/)/],
  [/^boost\/beast/, /^(src\/platform\/http|sim|bench)\//],
  [/^cmark/, /^src\/platform\/markdown\//],
  [/^brotli\/|^zlib\.h$/, /^src\/platform\/http\//],
  [/^CLI\//, /^(src\/app|sim|bench)\//],
]

export function libraries(files) {
  const faults = []
  for (const [path, source] of Object.entries(files)) {
    if (!isCpp(path)) continue
    for (const { target, line } of systemIncludes(source)) {
      for (const [header, home] of homes) {
        if (header.test(target) && !home.test(path)) faults.push({ path, line, message: `<${target}> may be included only below ${home.source}` })
      }
    }
  }
  return faults
}
