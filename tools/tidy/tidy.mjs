// The house rules that a machine can check. Prints `path:line: fault`; the exit code is 1 if there is any.
// Each rule is a function of all files, { path: text }, giving faults { path, line, message }.
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { layers } from './layers.mjs'
import { libraries } from './libraries.mjs'
import { sql } from './sql.mjs'
import { text } from './text.mjs'
import { traps } from './traps.mjs'

export const root = new URL('../..', import.meta.url).pathname.replace(/\/$/, '')
export const rules = { layers, libraries, sql, text, traps }

/** Every file that is, or would be, committed. Pictures and other bytes are left out. */
export function project() {
  const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], { cwd: root, encoding: 'utf8', maxBuffer: 64 << 20 })
  const files = {}
  for (const path of listed.split('\0').filter(Boolean)) {
    const file = join(root, path)
    if (!existsSync(file)) continue
    const bytes = readFileSync(file)
    if (!bytes.subarray(0, 8000).includes(0)) files[path] = bytes.toString('utf8')
  }
  return files
}

export const faults = files => Object.values(rules).flatMap(rule => rule(files))

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const found = faults(project())
  for (const { path, line, message } of found) console.error(`${path}:${line}: ${message}`)
  process.exitCode = found.length > 0 ? 1 : 0
}
