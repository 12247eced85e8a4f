// The program learns only when it runs which page was asked for; a phone needs seconds until then. A few lines in the head of the generated
// page, which know the pages where people arrive by a link, ask for the files of that page while those of the program are still coming.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const app = join(import.meta.dirname, '../app')

/** Address without its language → file of the page. */
const arrivals = { '^/?$': 'pages/index.vue', '^/lots/?$': 'pages/lots/index.vue', '^/lots/\\d+/?$': 'pages/lots/[id].vue' }
const languages = ['uk', 'en', 'ru']

/** The areas of texts in a page's meta (see texts.mjs). */
const areasOf = page => [...(/texts: \[([^\]]*)\]/.exec(readFileSync(join(app, page), 'utf8'))?.[1] ?? '').matchAll(/'([^']+)'/g)].map(([, area]) => area)

/** What an entry of the manifest needs before it runs, itself included and what the program brings left out. */
function filesOf(manifest, key, known) {
  const entry = manifest[key]
  if (!entry || known.has(key)) return []
  known.add(key)
  return [entry.file, ...(entry.css ?? []), ...(entry.imports ?? []).flatMap(each => filesOf(manifest, each, known))]
}

function entryOf(manifest, what, test) {
  const key = Object.keys(manifest).find(test)
  if (!key) throw new Error(`the manifest of the build has no ${what}`)
  return key
}

/** For each arrival: its pattern, its files, and those of its texts by language. */
export function arrivalFiles(manifest) {
  const program = new Set()
  for (const [key, entry] of Object.entries(manifest)) if (entry.isEntry) filesOf(manifest, key, program)
  return Object.entries(arrivals).map(([pattern, page]) => {
    const texts = (language, known) => areasOf(page).flatMap(area => filesOf(manifest, entryOf(manifest, `texts ${language}/${area}`, key => key.endsWith(`virtual:texts/${language}/${area}`)), known))
    const known = new Set(program)
    const files = filesOf(manifest, entryOf(manifest, page, key => key.endsWith(page)), known)
    return [pattern, files, Object.fromEntries(languages.map(language => [language, texts(language, new Set(known))]))]
  })
}

const script = (files, folder) => `(()=>{const[,l="uk",p="/"]=/^(?:\\/(en|ru)(?=\\/|$))?(.*)$/.exec(location.pathname);for(const[r,f,t]of ${JSON.stringify(files)})if(new RegExp(r).test(p))for(const n of f.concat(t[l])){const e=document.createElement("link");e.crossOrigin="";e.href=${JSON.stringify(folder)}+n;if(n.endsWith(".css")){e.rel="preload";e.as="style"}else e.rel="modulepreload";document.head.append(e)}})()`

let inline = ''
/** Nuxt: before the pages are written. */
export function readManifest(manifest) {
  inline = `<script>${script(arrivalFiles(manifest), '/_nuxt/')}</script>`
}
/** Nitro: ahead of the stylesheet, for which a script behind it would have to wait. */
export function addArrivals(route) {
  if (route.contents?.includes('<link rel="stylesheet"')) route.contents = route.contents.replace('<link rel="stylesheet"', () => `${inline}<link rel="stylesheet"`)
}
