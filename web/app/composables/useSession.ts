import type { Me } from '~/types/api'

let loading: Promise<void> | null = null

/** Who is signed in. The state is shared by the whole page; `ready` turns true once it is known. */
export function useSession() {
  const api = useApi()
  const me = useState<Me | null>('session-me', () => null)
  const ready = useState('session-ready', () => false)

  function set(account: Me | null) {
    me.value = account
    ready.value = true
  }

  async function fetchMe() {
    try {
      set(await api.get<Me | null>('/me'))
    } catch (error) {
      if (error instanceof ApiProblem && error.status === 401) set(null)
      else throw error
    }
  }

  /** Asks once, however many callers wait; a failure leaves `ready` false so that the next call asks again. */
  function load(): Promise<void> {
    if (ready.value) return Promise.resolve()
    loading ??= fetchMe().finally(() => { loading = null })
    return loading
  }

  async function signIn(email: string, password: string) {
    set(await api.post<Me>('/sessions', { email, password }))
  }

  async function signOut() {
    try {
      await api.del('/sessions')
    } catch (error) {
      if (!(error instanceof ApiProblem && error.status === 401)) throw error
    }
    set(null)
  }

  return { me, ready, load, signIn, signOut, set }
}
