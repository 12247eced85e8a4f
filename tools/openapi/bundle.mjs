// Merges the contract's frame with every module's fragment into docs/api/openapi.json and writes a readable page beside it.
// Usage: node tools/openapi/bundle.mjs [--check]   (--check writes nothing and fails when the files on disk differ)
import { mkdirSync, readFileSync, readdirSync, existsSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { danglingRefs, mergeFragments } from './merge.mjs'
import { renderPage } from './page.mjs'

const root = join(dirname(fileURLToPath(import.meta.url)), '../..')
const { parse } = createRequire(join(root, 'web/package.json'))('yaml')

const frame = 'src/platform/http/openapi.yaml'
const modules = readdirSync(join(root, 'src/modules')).sort()
  .map(name => `src/modules/${name}/openapi.yaml`)
  .filter(path => existsSync(join(root, path)))
const read = path => ({ path, document: parse(readFileSync(join(root, path), 'utf8')) })

const { contract, errors } = mergeFragments(read(frame), modules.map(read))
errors.push(...danglingRefs(contract).map(ref => `nothing is at ${ref}`))
if (errors.length > 0) {
  for (const error of errors) console.error(`openapi: ${error}`)
  process.exit(1)
}

const outputs = {
  'docs/api/openapi.json': `${JSON.stringify(contract, null, 1)}\n`,
  'docs/api/index.html': renderPage(contract),
}
const check = process.argv.includes('--check')
let stale = false
for (const [path, text] of Object.entries(outputs)) {
  const file = join(root, path)
  if (existsSync(file) && readFileSync(file, 'utf8') === text) continue
  stale = true
  if (check) {
    console.error(`openapi: ${path} is out of date; run tools/openapi/bundle.mjs`)
  } else {
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, text)
  }
}
if (check && stale) process.exit(1)
console.log(`openapi: ${Object.keys(contract.paths).length} paths from ${modules.length} modules`)
