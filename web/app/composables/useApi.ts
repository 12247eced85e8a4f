import { ApiMaintenance, ApiOffline, ApiProblem } from '~/utils/api-error'
import { takeInitialAnswer } from '~/utils/initial-data'

const base = '/api/v1'
/** How long any request may take before it counts as "offline". */
const timeout_ms = 20_000

type Query = Record<string, string | number | boolean | null | undefined>
interface CommandOptions { idempotencyKey?: string }

/** `path?key=value` in the order given; empty values are left out, so one meaning has one address. */
export function withQuery(path: string, query?: Query): string {
  const pairs = Object.entries(query ?? {})
    .filter(([, value]) => value !== undefined && value !== null && value !== '')
    .map(([key, value]) => [key, String(value)])
  return pairs.length === 0 ? path : `${path}?${new URLSearchParams(pairs)}`
}

/** What is only read waits until maintenance is over, so that the page goes on by itself. Commands do not: a bid is not placed minutes later. */
async function read<T>(url: string, headers: Record<string, string>): Promise<T> {
  for (;;) {
    try {
      return await send<T>('GET', url, headers)
    } catch (error) {
      if (!(error instanceof ApiMaintenance)) throw error
      await useMaintenance().over()
    }
  }
}

async function send<T>(method: string, url: string, headers: Record<string, string>, body?: unknown): Promise<T> {
  let response: Response
  try {
    response = await fetch(url, {
      method,
      headers: body === undefined ? headers : { ...headers, 'Content-Type': 'application/json' },
      body: body === undefined ? undefined : JSON.stringify(body),
      credentials: 'same-origin',
      signal: AbortSignal.timeout(timeout_ms),
    })
  } catch {
    throw new ApiOffline()
  }
  if (isMaintenance(response)) {
    await useMaintenance().enter(response)
    throw new ApiMaintenance()
  }
  if (response.status >= 502 && response.status <= 504) {
    const wait = retryAfter(response)
    throw new ApiOffline(response.status, wait === null ? null : wait / 1000)
  }
  const text = await response.text().catch(() => { throw new ApiOffline() })
  let answer: unknown = null
  try {
    answer = text === '' ? null : JSON.parse(text)
  } catch {
    if (response.ok) throw new ApiOffline(response.status)
  }
  if (!response.ok) throw new ApiProblem(response.status, (answer ?? {}) as object)
  return answer as T
}

/** The one way to the server. Throws ApiProblem for refusals and ApiOffline when the server cannot be reached. */
export function useApi() {
  const { $i18n } = useNuxtApp()
  const headers = () => ({ 'Accept': 'application/json', 'Accept-Language': $i18n.locale.value })
  const commanded = ({ idempotencyKey }: CommandOptions) => (idempotencyKey ? { ...headers(), 'Idempotency-Key': idempotencyKey } : headers())

  return {
    async get<T>(path: string, query?: Query): Promise<T> {
      const url = withQuery(base + path, query)
      const first = takeInitialAnswer<T>(url)
      return first ? first.value : await read<T>(url, headers())
    },
    post: <T>(path: string, body?: unknown, options: CommandOptions = {}) => send<T>('POST', base + path, commanded(options), body),
    patch: <T>(path: string, body: unknown) => send<T>('PATCH', base + path, headers(), body),
    put: <T>(path: string, body?: unknown, options: CommandOptions = {}) => send<T>('PUT', base + path, commanded(options), body),
    del: <T>(path: string, body?: unknown) => send<T>('DELETE', base + path, headers(), body),
  }
}
