import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

export const languages = ['uk', 'en', 'ru'] as const
export const web_root = join(import.meta.dirname, '../..')

/** All areas of one language as one tree; an area that would overwrite another's key is an error. */
export function readMessages(language: string): Record<string, unknown> {
  const folder = join(web_root, 'i18n/locales', language)
  const all: Record<string, unknown> = {}
  for (const file of readdirSync(folder).sort()) {
    const area = JSON.parse(readFileSync(join(folder, file), 'utf8')) as Record<string, unknown>
    for (const [key, value] of Object.entries(area)) {
      if (key in all) throw new Error(`${language}/${file}: ${key} belongs to another area`)
      all[key] = value
    }
  }
  return all
}

/** `{a: {b: 'x'}}` as `{'a.b': 'x'}`. */
export function flatten(tree: Record<string, unknown>, prefix = ''): Record<string, string> {
  return Object.fromEntries(Object.entries(tree).flatMap(([key, value]) => (typeof value === 'string'
    ? [[prefix + key, value]]
    : Object.entries(flatten(value as Record<string, unknown>, `${prefix}${key}.`)))))
}
