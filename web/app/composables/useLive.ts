import type { Ref } from 'vue'
import type { Standing } from '~/types/api'
import { LiveSource, type LiveStatus } from '~/utils/live-source'

/** The server takes at most this many lots on one stream. */
const lots_max = 50
/** A hidden page gives its connection back: browsers allow only six to one server, and a collector opens many tabs. */
const hidden_max_ms = 20_000

const standings = ref<Record<string, Standing>>({})
const status = ref<LiveStatus>('connecting')
const unread = ref<number | null>(null)
/** Server time of the last word from the stream; prices on the page are as old as that. */
const heardAt = ref<string | null>(null)
const wanted = new Map<symbol, string[]>()
let source: LiveSource | null = null
let asleep = false
let scheduled = false
let signedIn = false

function accept(standing: Standing) {
  const known = standings.value[standing.lot_id]
  // A leader's own raise changes nothing public but the newest hash of the log: the same version, told later.
  const news = !known || standing.version > known.version || (standing.version === known.version && standing.server_time > known.server_time)
  if (!news) return
  standings.value = { ...standings.value, [standing.lot_id]: standing }
}

function address(): string | null {
  const ids = [...new Set([...wanted.values()].flat())].slice(0, lots_max).sort()
  // During maintenance nothing is streamed; the end of it is looked for elsewhere.
  if (asleep || useMaintenance().notice.value || (ids.length === 0 && !signedIn)) return null
  return ids.length === 0 ? '/api/v1/stream' : `/api/v1/stream?lots=${ids.join(',')}`
}

/** Components come and go in bursts; one reconnect per burst is enough. */
function reconnect() {
  if (scheduled) return
  scheduled = true
  queueMicrotask(() => {
    scheduled = false
    source ??= create()
    source.connect(address())
  })
}

function create(): LiveSource {
  const clock = useServerClock()
  let hiding: ReturnType<typeof setTimeout> | undefined
  document.addEventListener('visibilitychange', () => {
    clearTimeout(hiding)
    if (document.hidden) {
      hiding = setTimeout(() => { asleep = true; reconnect() }, hidden_max_ms)
    } else {
      asleep = false
      reconnect()
      source?.hurry()
    }
  })
  window.addEventListener('online', () => source?.hurry())
  const maintenance = useMaintenance()
  watch(maintenance.notice, reconnect)
  /** An EventSource does not tell what it was answered, so a plain request asks why there is no stream and when to come back. */
  async function inquire() {
    const wait = await maintenance.look()
    if (wait !== null) source?.postpone(wait)
  }
  return new LiveSource({
    standing: accept,
    unread: (count) => { unread.value = count },
    time: (iso) => { heardAt.value = iso; clock.sync(iso) },
    status: (next) => {
      status.value = next
      if (next === 'lost') void inquire()
    },
  })
}

/**
 * Live standings of the given lots, over one stream shared by the whole page. `standings` holds only what the stream (or
 * `accept`, for answers to one's own commands) brought; older versions never replace newer ones.
 */
export function useLive(lotIds: Ref<string[]> = ref([])) {
  const { me } = useSession()
  const key = Symbol('live')
  watch(lotIds, (ids) => { wanted.set(key, ids); reconnect() }, { immediate: true })
  watch(me, (account, before) => {
    if (account?.id === before?.id && signedIn === (account !== null)) return
    signedIn = account !== null
    if (!signedIn) unread.value = null
    source?.close() // The stream belongs to an account: open it anew under the new one.
    reconnect()
  }, { immediate: true })
  onScopeDispose(() => { wanted.delete(key); reconnect() })
  return { standings, status, unread, heardAt, accept }
}
