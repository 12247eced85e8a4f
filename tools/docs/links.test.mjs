// What the pages name exists: other pages and their sections, files of the repository, settings of the delivery program.
import assert from 'node:assert/strict'
import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { test } from 'node:test'

const root = new URL('../..', import.meta.url).pathname.replace(/\/$/, '')
const pages = ['README.md', 'AGENTS.md', ...globSync('docs/**/*.md', { cwd: root })]
const textOf = page => readFileSync(join(root, page), 'utf8')

/** The sections of a page, as a link calls them. */
function sections(page) {
  const headings = textOf(page).replace(/^```.*?^```$/gms, '').matchAll(/^#+ (.*)$/gm)
  return new Set([...headings].map(([, title]) => title.toLowerCase().replace(/[^\p{L}\p{N}\- ]/gu, '').trim().replaceAll(' ', '-')))
}

for (const page of pages) {
  test(`${page} leads to what exists`, () => {
    for (const [, link] of textOf(page).matchAll(/\]\(([^)\s]+)\)/g)) {
      if (/^\w+:/.test(link)) continue
      const [path, section] = link.split('#')
      const target = path ? join(dirname(page), path) : page
      assert.ok(existsSync(join(root, target)), link)
      if (section) assert.ok(sections(target).has(section), link)
    }
    for (const [, path] of textOf(page).matchAll(/(?<![\w/.])((?:deploy|tools|tests|migrations|src)\/[\w./-]+)/g)) assert.ok(existsSync(join(root, path.replace(/[./]+$/, ''))), path)
  })
}

test('every setting of a delivery that a page names is one', () => {
  const known = new Set(globSync(['deploy/deliver', 'deploy/lib/**/*.sh'], { cwd: root }).flatMap(each => [...textOf(each).matchAll(/\bDELIVER_[A-Z0-9_]+/g)].map(([name]) => name)))
  for (const page of pages) for (const [name] of textOf(page).matchAll(/\bDELIVER_[A-Z0-9_]*[A-Z0-9]/g)) assert.ok(known.has(name), `${page}: ${name}`)
})
