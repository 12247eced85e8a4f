import type { Order } from '~/types/api'

/** One order and what one does to it. Nothing is shown as done before the server has answered; a page that is looked at again asks anew. */
export function useOrder(id: string) {
  const api = useApi()
  const order = shallowRef<Order | null>(null)
  const loadError = shallowRef<unknown>(null)
  /** Grows with every command, so that messages and the like know when to look again. */
  const version = ref(0)

  async function load() {
    try {
      order.value = await api.get<Order>(`/orders/${id}`)
      loadError.value = null
    } catch (caught) { loadError.value = caught }
  }
  function look() {
    if (document.visibilityState === 'visible' && order.value && !pending.value) void load()
  }
  document.addEventListener('visibilitychange', look)
  onScopeDispose(() => document.removeEventListener('visibilitychange', look))

  /** `ship`, `cancel`, …; true once it is done. */
  const { run, pending, error } = useCommand(async (path: string, body?: unknown, method: 'post' | 'put' = 'post') => {
    try {
      order.value = await api[method]<Order>(path.startsWith('/') ? path : `/orders/${id}/${path}`, body)
    } catch (caught) {
      // A refusal may come from something that has happened meanwhile; the page should show it.
      if (caught instanceof ApiProblem && caught.status === 409) void load()
      throw caught
    }
    ++version.value
    return true
  })

  void load()
  return { order, load, loadError, version, command: run, pending, error }
}
