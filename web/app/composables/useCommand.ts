/** Wraps one action of the user: `pending` while it runs (a second run is ignored meanwhile), `error` when it failed. */
export function useCommand<Args extends unknown[], T>(action: (...args: Args) => Promise<T>) {
  const pending = ref(false)
  const error = ref<unknown>(null)

  async function run(...args: Args): Promise<T | undefined> {
    if (pending.value) return undefined
    pending.value = true
    error.value = null
    try {
      return await action(...args)
    } catch (caught) {
      error.value = caught
      return undefined
    } finally {
      pending.value = false
    }
  }

  return { run, pending, error }
}
