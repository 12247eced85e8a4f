import { describe, expect, it } from 'vitest'
import { flatten, languages, readMessages } from '../support/messages'
import { sources, textKeys } from '../support/sources'

const messages = Object.fromEntries(languages.map(language => [language, flatten(readMessages(language))]))
const keys = Object.keys(messages.uk!).sort()
const used = new Map([...sources.keys()].flatMap(path => textKeys(path).map(key => [key, path] as const)))
const placeholders = (text: string) => [...new Set([...text.matchAll(/\{(\w+)\}/g)].map(match => match[1]))].sort()
const forms = (text: string) => text.split(' | ').length

describe('messages', () => {
  it.each(['en', 'ru'])('%s has exactly the keys of uk', (language) => {
    expect(Object.keys(messages[language]!).sort()).toEqual(keys)
  })
  it('every key in the code exists', () => {
    expect([...used].filter(([key]) => !(key in messages.uk!)).map(([key, path]) => `${path}: ${key}`)).toEqual([])
  })
  it('no key is unused', () => {
    expect(keys.filter(key => !used.has(key))).toEqual([])
  })
  it('keys are literal, so that the two tests above see all of them', () => {
    const dynamic = [...sources].flatMap(([path, text]) => [...text.matchAll(/\bt\(\s*[^'\s)][^\n]{0,40}/g)].map(match => `${path}: ${match[0]}`))
    expect(dynamic.filter(line => /\bt\(\s*(`|[a-z_$]+[.(\[]|[a-z_$]+\s*[,)])/i.test(line.split(': ').slice(1).join(': ')))).toEqual([])
  })
  it.each(['en', 'ru'])('%s keeps the placeholders of uk', (language) => {
    expect(keys.filter(key => placeholders(messages[language]![key]!).join() !== placeholders(messages.uk![key]!).join())).toEqual([])
  })
  it('counts have three forms in uk and ru, two in en', () => {
    const plural = keys.filter(key => forms(messages.uk![key]!) > 1)
    expect(plural.filter(key => forms(messages.uk![key]!) !== 3 || forms(messages.ru![key]!) !== 3 || forms(messages.en![key]!) !== 2)).toEqual([])
  })
  it('copy is calm, complete and in its own alphabet', () => {
    for (const language of languages) {
      for (const [key, text] of Object.entries(messages[language]!)) {
        expect(text.trim(), `${language} ${key}`).not.toBe('')
        expect(text, `${language} ${key}`).not.toMatch(/!|TODO|lorem/i)
      }
    }
    expect(Object.entries(messages.en!).filter(([, text]) => /[а-яіїєґ]/i.test(text))).toEqual([])
    expect(Object.entries(messages.uk!).filter(([, text]) => /[ыэёъ]/i.test(text))).toEqual([])
    expect(Object.entries(messages.ru!).filter(([, text]) => /[іїєґ]/i.test(text))).toEqual([])
  })
})
