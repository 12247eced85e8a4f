/** Sends guests to the sign-in page and back afterwards. */
export default defineNuxtRouteMiddleware(async (to) => {
  const { me, load } = useSession()
  try {
    await load()
  } catch {
    return // Unreachable server: let the page open and say so itself.
  }
  if (me.value === null) {
    return navigateTo({ path: useLocalePath()('/sign-in'), query: { next: to.fullPath } })
  }
})
