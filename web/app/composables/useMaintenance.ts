/** What the maintenance application tells: when the site is expected back (null: soon), and the operator's own words. */
export interface MaintenanceNotice { until: string | null, message: string | null }

/** Small, cached, for everybody: what is asked to learn whether the site is back. */
const probe_url = '/api/v1/categories'
const probe_timeout_ms = 20_000
/** When an answer does not say how long to wait. */
export const look_again_ms = 15_000

const notice = shallowRef<MaintenanceNotice | null>(null)
let looking: ReturnType<typeof setTimeout> | undefined
let waiting: (() => void)[] = []

/** Retry-After in ms; null if there is none. The server writes seconds, never a date. */
export function retryAfter(response: Response): number | null {
  const seconds = Number(response.headers.get('Retry-After'))
  return Number.isFinite(seconds) && seconds > 0 ? seconds * 1000 : null
}

export const isMaintenance = (response: Response) => response.status === 503 && response.headers.get('X-Auction-Mode') === 'maintenance'

/** Not before the time that the server named, and not everybody at the same moment after it. */
function lookAfter(wait_ms: number) {
  clearTimeout(looking)
  looking = setTimeout(() => void look(), wait_ms * (1 + Math.random() / 4))
}

async function enter(response: Response) {
  const told = await response.json().catch(() => ({})) as { until?: string, detail?: string }
  notice.value = { until: told.until ?? null, message: told.detail ?? null }
  lookAfter(retryAfter(response) ?? look_again_ms)
}

function leave() {
  clearTimeout(looking)
  notice.value = null
  for (const go of waiting.splice(0)) go()
}

/** Asks how the server is. The answer is how long it wants to be left alone, in ms; null: it said nothing of the kind. */
async function look(): Promise<number | null> {
  try {
    const response = await fetch(probe_url, { cache: 'no-store', headers: { Accept: 'application/json' }, signal: AbortSignal.timeout(probe_timeout_ms) })
    if (isMaintenance(response)) await enter(response)
    else if (response.status < 500) leave()
    else if (notice.value) lookAfter(retryAfter(response) ?? look_again_ms)
    return response.status >= 500 ? retryAfter(response) : null
  } catch {
    if (notice.value) lookAfter(look_again_ms)
    return null
  }
}

/** Maintenance as the page knows it. One per page: any answer may begin it, and a look at the server ends it. */
export function useMaintenance() {
  return {
    notice: readonly(notice),
    enter,
    look,
    /** Resolves when the site is back. */
    over: () => (notice.value ? new Promise<void>((go) => { waiting.push(go) }) : Promise.resolve()),
  }
}
