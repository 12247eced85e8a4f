import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { shared_areas } from '../../build/texts.mjs'
import { web_root } from '../support/messages'
import { reached, sources, textKeys } from '../support/sources'

const frame = ['app/app.vue', 'app/layouts/default.vue', 'app/error.vue']
const pages = [...sources.keys()].filter(path => path.startsWith('app/pages/'))

const roots = (area: string) => Object.keys(JSON.parse(readFileSync(join(web_root, 'i18n/locales/uk', `${area}.json`), 'utf8')) as object)
const shared = new Set(shared_areas.flatMap(roots))
const area_of = (key: string) => key.split('.')[0]!
const areasOf = (files: Iterable<string>) => new Set([...files].flatMap(textKeys).map(area_of).filter(area => !shared.has(area)))

const listed = (found: RegExpExecArray | null) => new Set([...(found?.[1] ?? '').matchAll(/'([^']+)'/g)].map(([, area]) => area!))
const ofPage = (path: string) => listed(/definePageMeta\(\{[^)]*\btexts: \[([^\]]*)\]/.exec(sources.get(path)!))
/** Parts of the frame that bring texts before they open something. */
const bringing = [...reached(frame)].map(path => ({ path, areas: listed(/\.forPart\(\[([^\]]*)\]/.exec(sources.get(path)!)) })).filter(({ areas }) => areas.size > 0)

describe('areas of texts', () => {
  it('each area is a file whose keys begin with its name, but for the shared ones', () => {
    const areas = new Set([...pages.flatMap(path => [...ofPage(path)]), ...bringing.flatMap(({ areas }) => [...areas])])
    expect([...areas].filter(area => roots(area).join() !== area)).toEqual([])
  })
  it.each(pages)('%s names exactly the areas that it and its parts use', (path) => {
    const mine = [...reached([path])].filter(file => !bringing.some(part => part.path === file))
    expect([...ofPage(path)].sort()).toEqual([...areasOf(mine)].sort())
  })
  it('the frame brings what it opens, and needs no more', () => {
    const opened = new Set(bringing.flatMap(({ areas }) => [...areas]))
    expect([...areasOf(reached(frame))].sort()).toEqual([...opened].sort())
    expect(areasOf(reached(frame, false))).toEqual(new Set())
  })
})
