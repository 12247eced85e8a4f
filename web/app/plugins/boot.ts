/** Before the first page: set the clock, learn who is here (usually from the page's first data, without a request). */
export default defineNuxtPlugin({
  name: 'gavel-boot',
  dependsOn: ['i18n:plugin'],
  setup() {
    const time = takeInitialAnswer<string>('server_time')
    if (time && typeof time.value === 'string') useServerClock().sync(time.value)
    // A failure is told by the pages themselves; guests can look around without it.
    void useSession().load().catch(() => {})
  },
})
