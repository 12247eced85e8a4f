/**
 * Saves a draft as one types: edits are merged and sent after a short pause, one request at a time. What could not
 * be sent (no network) stays, also across a reload, and is tried again; what the server refused stays aside until
 * that field is edited again, so that one bad field never keeps the others from being saved.
 */
export type SaveState = 'saved' | 'waiting' | 'saving' | 'offline' | 'refused'

export interface DraftStore<Patch> {
  load(): Patch | null
  keep(patch: Patch): void
  clear(): void
}

export interface DraftSaverOptions<Patch, Answer> {
  send(patch: Patch): Promise<Answer>
  onState(state: SaveState, error: unknown): void
  onSaved?(answer: Answer): void
  /** True when trying again later may help (network, gateway, overload). */
  isTemporary(error: unknown): boolean
  /** The fields at fault; an empty list means the whole patch is refused. */
  faultyFields(error: unknown): string[]
  store: DraftStore<Patch>
  delayMs?: number
  retryMs?: readonly number[]
}

export interface DraftSaver<Patch> {
  edit(patch: Patch): void
  /** Forgets unsent values of these fields (they became invalid while typing). */
  drop(fields: string[]): void
  /** Sends everything now; true when nothing is left unsent. */
  flush(): Promise<boolean>
  /** Begins with what an earlier visit could not send; returns it. */
  restore(): Patch | null
  stop(): void
}

export function createDraftSaver<Patch extends object, Answer>(options: DraftSaverOptions<Patch, Answer>): DraftSaver<Patch> {
  const { delayMs = 700, retryMs = [2_000, 5_000, 15_000, 30_000] } = options
  let waiting: Partial<Patch> = {}
  let sending: Partial<Patch> = {}
  let refused: Partial<Patch> = {}
  let timer: ReturnType<typeof setTimeout> | undefined
  let running: Promise<void> | null = null
  let lastRefusal: unknown = null
  let failures = 0
  let stuck = false
  let stopped = false

  const isEmpty = (patch: object) => Object.keys(patch).length === 0
  const without = (patch: Partial<Patch>, fields: string[]) =>
    Object.fromEntries(Object.entries(patch).filter(([field]) => !fields.includes(field))) as Partial<Patch>
  const only = (patch: Partial<Patch>, fields: string[]) =>
    Object.fromEntries(Object.entries(patch).filter(([field]) => fields.includes(field))) as Partial<Patch>

  function remember() {
    const unsent = { ...sending, ...waiting }
    if (isEmpty(unsent)) options.store.clear()
    else options.store.keep(unsent as Patch)
  }

  function schedule(after: number) {
    clearTimeout(timer)
    if (!stopped) timer = setTimeout(() => void start(), after)
  }

  function settle() {
    if (!isEmpty(waiting)) return options.onState('waiting', null)
    options.onState(isEmpty(refused) ? 'saved' : 'refused', lastRefusal)
  }

  async function sendOnce() {
    const sent = waiting
    sending = sent
    waiting = {}
    options.onState('saving', null)
    try {
      const answer = await options.send(sent as Patch)
      sending = {}
      failures = 0
      stuck = false
      remember()
      options.onSaved?.(answer)
      settle()
      if (!isEmpty(waiting)) schedule(delayMs)
    } catch (error) {
      sending = {}
      if (options.isTemporary(error)) {
        waiting = { ...sent, ...waiting }
        remember()
        options.onState('offline', error)
        schedule(retryMs[Math.min(failures++, retryMs.length - 1)]!)
        return
      }
      failures = 0
      lastRefusal = error
      const edited = Object.keys(waiting)
      const faulty = options.faultyFields(error).filter(field => field in sent)
      // An edit made meanwhile outlives the refused value. Without a culprit everything waits for the next edit.
      refused = { ...refused, ...only(sent, faulty.filter(field => !edited.includes(field))) }
      waiting = { ...without(sent, faulty), ...waiting }
      stuck = faulty.length === 0 && edited.length === 0
      remember()
      options.onState('refused', error)
      if (!isEmpty(waiting) && !stuck) schedule(0)
    }
  }

  function start(): Promise<void> {
    clearTimeout(timer)
    if (running) return running
    if (isEmpty(waiting)) return Promise.resolve()
    running = sendOnce().finally(() => { running = null })
    return running
  }

  return {
    edit(patch) {
      waiting = { ...waiting, ...patch }
      refused = without(refused, Object.keys(patch))
      stuck = false
      remember()
      if (!running) options.onState('waiting', null)
      schedule(delayMs)
    },
    drop(fields) {
      waiting = without(waiting, fields)
      refused = without(refused, fields)
      remember()
      if (!running) settle()
    },
    async flush() {
      await running
      // Each round empties `waiting`, moves a culprit to `refused`, or gives up; fields are few, so are rounds.
      for (let round = 0; round < 5 && !isEmpty(waiting); round++) {
        const before = failures
        await start()
        if (failures > before || stuck) return false
      }
      return isEmpty(waiting) && isEmpty(refused)
    },
    restore() {
      const kept = options.store.load()
      if (kept && !isEmpty(kept)) {
        waiting = { ...kept, ...waiting }
        schedule(0)
        return kept
      }
      return null
    },
    stop() {
      stopped = true
      clearTimeout(timer)
    },
  }
}
