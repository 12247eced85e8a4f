declare module '#app' {
  interface PageMeta {
    /** Areas of texts that the page and its parts need, beyond the shared ones. */
    texts?: readonly string[]
  }
}

/** A page's texts come while its code does, and are there before it is shown. */
export default defineNuxtPlugin({
  name: 'gavel-texts',
  dependsOn: ['i18n:plugin'],
  setup() {
    const router = useRouter()
    const texts = useTexts()
    let coming = Promise.resolve()
    router.beforeEach((to) => {
      const language = /^\/(en|ru)(\/|$)/.exec(to.path)?.[1] ?? 'uk'
      coming = texts.forPage((to.meta.texts as string[] | undefined) ?? [], language)
      coming.catch(() => {}) // told by what awaits it
    })
    router.beforeResolve(() => coming)
  },
})
