import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { generateJSON } from '@intlify/bundle-utils'

const locales = join(import.meta.dirname, '../i18n/locales')

/** Areas of texts that every page has from the beginning. The others come with the pages and panels that name them. */
export const shared_areas = ['common', 'lots', 'searches']

const all = 'virtual:texts'
const one = `${all}/`

/**
 * Vite: the module `virtual:texts`, which brings an area in one language when it is asked for, compiled as nuxt-i18n compiles the shared ones.
 * They are no JSON files to Vite, whose own plugin would leave the messages uncompiled; the browser has no compiler.
 */
export function textAreas() {
  return {
    name: 'gavel-texts',
    resolveId: id => (id === all || id.startsWith(one) ? `\0${id}` : null),
    load(id) {
      if (id === `\0${all}`) {
        const names = readdirSync(locales).flatMap(language => readdirSync(join(locales, language)).map(file => `${language}/${file.replace('.json', '')}`))
        const lazy = names.filter(name => !shared_areas.includes(name.split('/')[1]))
        return `export default {${lazy.map(name => `'${name}': () => import('${one}${name}')`).join(',\n')}}`
      }
      if (!id.startsWith(`\0${one}`)) return null
      const file = join(locales, `${id.slice(one.length + 1)}.json`)
      this.addWatchFile(file)
      return generateJSON(readFileSync(file, 'utf8'), { type: 'plain', env: 'production', minify: true }).code
    },
  }
}
