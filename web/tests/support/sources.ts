import { globSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { web_root } from './messages'

/** Every source of the pages and what is in it. */
export const sources = new Map(globSync('app/**/*.{vue,ts}', { cwd: web_root }).map(path => [path, readFileSync(join(web_root, path), 'utf8')]))

const components = new Map([...sources.keys()].filter(path => path.startsWith('app/components/') && path.endsWith('.vue')).map(path => [basename(path, '.vue'), path]))
const exported = new Map([...sources].filter(([path]) => /^app\/(composables|utils)\//.test(path))
  .flatMap(([path, text]) => [...text.matchAll(/export (?:async )?(?:function|const|class) (\w+)/g)].map(([, name]) => [name!, path] as const)))

/** What is imported automatically: components by their tag, the rest by its name. */
function needs(path: string, lazy: boolean) {
  const text = sources.get(path)!
  const tags = [...text.matchAll(/<([A-Z]\w+)/g)].map(([, tag]) => components.get(tag!) ?? (lazy ? components.get(tag!.replace(/^Lazy/, '')) : undefined))
  const names = [...text.matchAll(/\b\w+\b/g)].map(([name]) => exported.get(name))
  return [...tags, ...names].filter(each => each !== undefined && each !== path) as string[]
}

/** The files that come with these, themselves included; with `lazy` also those that come later. */
export function reached(from: string[], lazy = true) {
  const all = new Set<string>(), waiting = [...from]
  for (let path = waiting.pop(); path; path = waiting.pop()) {
    if (all.has(path)) continue
    all.add(path)
    waiting.push(...needs(path, lazy))
  }
  return all
}

/** Keys of the texts in a file. */
export const textKeys = (path: string) => [...sources.get(path)!.matchAll(/\bt\(\s*'([^']+)'/g)].map(([, key]) => key!)
