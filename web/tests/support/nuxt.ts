import { ref, type Ref } from 'vue'
import { createI18n } from 'vue-i18n'
import { slavicPlural } from '../../app/utils/plural'
import { readMessages } from './messages'

// Stand-ins for what Nuxt gives the application: real messages and plurals, everything else remembered for assertions.

export const i18n = createI18n({
  legacy: false,
  locale: 'uk',
  fallbackLocale: false as never,
  messages: { uk: readMessages('uk'), en: readMessages('en'), ru: readMessages('ru') } as never,
  pluralRules: { uk: slavicPlural, ru: slavicPlural },
})

const states = new Map<string, Ref<unknown>>()
export const visits: unknown[] = []
export const toasts: unknown[] = []
export const errors: unknown[] = []
export const route = { path: '/lots', fullPath: '/lots', query: {} as Record<string, string>, params: {} as Record<string, string> }

export function resetNuxt() {
  states.clear()
  visits.length = 0
  toasts.length = 0
  errors.length = 0
  i18n.global.locale.value = 'uk' as never
}

export const useI18n = () => ({ t: i18n.global.t, locale: i18n.global.locale, locales: ref([{ code: 'uk', name: 'Українська' }, { code: 'en', name: 'English' }, { code: 'ru', name: 'Русский' }]) })
export const useNuxtApp = () => ({ $i18n: i18n.global })
export function useState<T>(key: string, start: () => T): Ref<T> {
  if (!states.has(key)) states.set(key, ref(start()) as Ref<unknown>)
  return states.get(key) as Ref<T>
}

type Place = string | { path: string, query?: Record<string, string> }
const address = (to: Place) => (typeof to === 'string' ? to : `${to.path}?${new URLSearchParams(to.query ?? {})}`)
export const useLocalePath = () => (to: Place) => address(to)
export const useSwitchLocalePath = () => (code: string) => `/${code}`
export const useRoute = () => route
export const useRouter = () => ({ push: (to: unknown) => { visits.push(to); return Promise.resolve() }, replace: (to: unknown) => { visits.push(to); return Promise.resolve() } })
export const navigateTo = (to: unknown) => { visits.push(to); return Promise.resolve() }
export const useHead = () => {}
export const definePageMeta = () => {}
export const useToast = () => ({ add: (toast: unknown) => { toasts.push(toast) } })
export const useColorMode = () => ({ value: 'light', preference: 'system' })
export const showError = (error: unknown) => { errors.push(error) }
export const createError = (error: unknown) => error
export const clearError = () => {}
