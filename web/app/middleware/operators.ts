/** Sends guests to the sign-in page; to everybody else this address does not exist. The server refuses them anyway. */
export default defineNuxtRouteMiddleware(async (to) => {
  const { me, load } = useSession()
  try {
    await load()
  } catch {
    return // Unreachable server: let the page open and say so itself.
  }
  if (me.value === null) return navigateTo({ path: useLocalePath()('/sign-in'), query: { next: to.fullPath } })
  if (!isOperator(me.value)) return abortNavigation(createError({ statusCode: 404, statusMessage: 'Not found', fatal: true }))
})
