import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { addArrivals, arrivalFiles, readManifest } from '../../build/arrivals.mjs'

const areasOf = (page: string) => [.../texts: \[([^\]]*)\]/.exec(readFileSync(join(import.meta.dirname, '../../app', page), 'utf8'))![1]!.matchAll(/'(\w+)'/g)].map(match => match[1]!)
const texts = Object.fromEntries(['uk', 'en', 'ru'].flatMap(language => areasOf('pages/lots/[id].vue').map(area => [`virtual:texts/${language}/${area}`, { file: `${language}-${area}.js`, imports: ['shared'] }])))
const manifest = {
  'entry': { file: 'entry.js', css: ['entry.css'], imports: ['shared'], isEntry: true },
  'shared': { file: 'shared.js' },
  'price': { file: 'price.js', css: ['price.css'], imports: ['shared'] },
  'pages/index.vue': { file: 'home.js' },
  'pages/lots/index.vue': { file: 'list.js', imports: ['price', 'entry'] },
  'pages/lots/[id].vue': { file: 'lot.js', imports: ['price', 'shared'], dynamicImports: ['pages/index.vue'] },
  ...texts,
}

describe('pages where people arrive', () => {
  it('name their files, without those that the program brings', () => {
    const [home, list, lot] = arrivalFiles(manifest)
    expect(home!.slice(0, 2)).toEqual(['^/?$', ['home.js']])
    expect(list![1]).toEqual(['list.js', 'price.js', 'price.css'])
    expect(lot![1]).toEqual(['lot.js', 'price.js', 'price.css'])
    expect(lot![2].en).toEqual(areasOf('pages/lots/[id].vue').map(area => `en-${area}.js`))
  })

  it('ask for them as soon as the address is known, in its language', () => {
    readManifest(manifest)
    const route = { contents: '<head><link rel="stylesheet" href="a.css"></head>' }
    addArrivals(route)
    const script = /<script>(.*)<\/script><link rel="stylesheet"/.exec(route.contents)![1]!
    const asked = (path: string) => {
      history.replaceState(null, '', path)
      document.head.innerHTML = ''
      // eslint-disable-next-line no-new-func
      new Function(script)()
      return [...document.head.querySelectorAll('link')].map(link => `${link.rel} ${link.getAttribute('href')}`)
    }
    expect(asked('/lots')).toEqual(['modulepreload /_nuxt/list.js', 'modulepreload /_nuxt/price.js', 'preload /_nuxt/price.css'])
    expect(asked('/ru/lots/7')).toContain('modulepreload /_nuxt/ru-bidding.js')
    expect(asked('/lots/7')).toContain('modulepreload /_nuxt/uk-bidding.js')
    expect(asked('/en')).toEqual(['modulepreload /_nuxt/home.js'])
    for (const path of ['/my/bids', '/ruins', '/en/lots/7/x']) expect(asked(path)).toEqual([])
  })
})
