import { addArrivals, readManifest } from './build/arrivals.mjs'
import { cutFonts } from './build/fonts.mjs'
import { shared_areas, textAreas } from './build/texts.mjs'

// Static single-page build: the server adds head, language and first data to index.html per request (see README of platform/http).
export default defineNuxtConfig({
  modules: ['@nuxt/ui', '@nuxtjs/i18n'],
  ssr: false,
  compatibilityDate: '2026-01-01',
  telemetry: false,
  devtools: { enabled: false },
  css: ['~/assets/css/main.css'],

  components: [{ path: '~/components', pathPrefix: false }],
  imports: { dirs: ['composables', 'utils'] },

  app: {
    head: {
      charset: 'utf-8',
      viewport: 'width=device-width, initial-scale=1, viewport-fit=cover',
      link: [
        { rel: 'icon', href: '/favicon.svg', type: 'image/svg+xml' },
        { rel: 'apple-touch-icon', href: '/apple-touch-icon.png' },
        { rel: 'manifest', href: '/manifest.webmanifest' },
      ],
      meta: [
        { name: 'theme-color', content: '#fbfaf7', media: '(prefers-color-scheme: light)' },
        { name: 'theme-color', content: '#0c1210', media: '(prefers-color-scheme: dark)' },
      ],
    },
  },

  ui: {
    fonts: false,
    theme: { defaultVariants: { size: 'lg' } },
    experimental: { componentDetection: true },
  },
  colorMode: { preference: 'system', fallback: 'light', storageKey: 'gavel-color-mode' },
  icon: {
    provider: 'none',
    fallbackToApi: false,
    clientBundle: { scan: { globInclude: ['app/**/*.{vue,ts}'], globExclude: [] }, sizeLimitKb: 96 },
  },

  i18n: {
    strategy: 'prefix_except_default',
    defaultLocale: 'uk',
    detectBrowserLanguage: false,
    langDir: 'locales',
    // Messages are compiled at build time; the browser gets no compiler.
    bundle: { compositionOnly: true, runtimeOnly: true, dropMessageCompiler: true },
    locales: (['uk', 'en', 'ru'] as const).map(code => ({
      code,
      language: { uk: 'uk-UA', en: 'en-GB', ru: 'ru-UA' }[code],
      name: { uk: 'Українська', en: 'English', ru: 'Русский' }[code],
      files: shared_areas.map(area => `${code}/${area}.json`),
    })),
  },

  nitro: {
    prerender: { crawlLinks: false, routes: [] },
    // Spread: Nuxt's own type of nitro's settings lacks them.
    ...{ compressPublicAssets: { brotli: true, gzip: true }, hooks: { 'prerender:generate': addArrivals } },
  },
  // An import map would be one more inline script for the content security policy.
  experimental: { entryImportMap: false, defaults: { nuxtLink: { prefetchOn: { visibility: false, interaction: true } } } },
  hooks: {
    'build:before': cutFonts,
    'build:manifest': (manifest) => {
      for (const [name, entry] of Object.entries(manifest)) {
        entry.prefetch = false // Links fetch their page's code when a finger or the pointer comes to them; that is early enough.
        if (/onest-(latin|cyrillic)-wght/.test(name)) entry.preload = true
      }
      readManifest(manifest)
    },
  },
  typescript: { strict: true, typeCheck: false },
  vite: {
    plugins: [textAreas()],
    // A font within the style would be a font from "data:", which the content security policy refuses.
    build: { target: 'es2022', cssMinify: true, assetsInlineLimit: file => (file.endsWith('.woff2') ? false : undefined) },
    // Only for development: the real server answers both pages and API from one origin.
    server: { proxy: { '/api': process.env.GAVEL_API ?? 'http://127.0.0.1:8080' } },
  },
})
