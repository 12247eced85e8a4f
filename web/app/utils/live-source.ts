import type { Standing } from '~/types/api'

export type LiveStatus = 'connecting' | 'live' | 'lost'

export interface LiveHandlers {
  standing(standing: Standing): void
  unread(count: number): void
  time(iso: string): void
  status(status: LiveStatus): void
}

interface Environment {
  open(url: string): EventSource
  random(): number
}

const browser: Environment = { open: url => new EventSource(url), random: Math.random }

export const backoff_min_ms = 1000
export const backoff_max_ms = 15_000
/** The server pings every 20 s; two missed pings mean the connection is dead even if nobody said so. */
export const silence_max_ms = 45_000

/**
 * One event stream that never gives up. A browser retries by itself only after a dropped connection, not after an answer
 * other than 200 (a 503 while the server restarts), so every failure is met here: close, wait 1..15 s with jitter, reopen.
 */
export class LiveSource {
  private source: EventSource | null = null
  private retry: ReturnType<typeof setTimeout> | undefined
  private watchdog: ReturnType<typeof setTimeout> | undefined
  private failures = 0
  private url: string | null = null

  constructor(private readonly handlers: LiveHandlers, private readonly environment: Environment = browser) {}

  /** Connects to `url`, leaving any other stream; null closes. */
  connect(url: string | null) {
    if (url === this.url && (url === null || this.source !== null || this.retry !== undefined)) return
    this.drop()
    this.url = url
    this.failures = 0
    if (url !== null) this.open(url)
  }

  close() {
    this.connect(null)
  }

  /** Tries again at once instead of waiting out the pause (the network is back, the page is looked at again). */
  hurry() {
    if (this.url !== null && this.source === null) {
      this.drop()
      this.open(this.url)
    }
  }

  /** The server said when to come back: not before that, and not with everybody else. */
  postpone(wait_ms: number) {
    if (this.url === null || this.source !== null) return
    this.reopenAfter(wait_ms * (1 + this.environment.random() / 2))
  }

  private open(url: string) {
    if (this.failures === 0) this.handlers.status('connecting')
    const source = this.environment.open(url)
    this.source = source
    this.listen()
    const on = (name: string, take: (data: Record<string, unknown>) => void) => source.addEventListener(name, (event) => {
      if (source !== this.source) return
      this.listen()
      try {
        take(JSON.parse((event as MessageEvent<string>).data) as Record<string, unknown>)
      } catch {
        // One unreadable event is skipped; the next standing carries the whole truth again.
      }
    })
    source.onopen = () => {
      if (source !== this.source) return
      this.failures = 0
      this.listen()
      this.handlers.status('live')
    }
    source.onerror = () => {
      if (source === this.source) this.fail()
    }
    on('standing', (data) => {
      const standing = data as unknown as Standing
      this.handlers.time(standing.server_time)
      this.handlers.standing(standing)
    })
    on('notification', data => this.handlers.unread(Number(data.unread) || 0))
    on('ping', data => this.handlers.time(String(data.server_time)))
  }

  private fail() {
    this.drop()
    this.failures += 1
    // A single dropped connection is everyday life; only the second failure in a row is worth telling.
    this.handlers.status(this.failures > 1 ? 'lost' : 'connecting')
    const ceiling = Math.min(backoff_max_ms, backoff_min_ms * 2 ** (this.failures - 1))
    this.reopenAfter(Math.max(backoff_min_ms, ceiling * (0.5 + this.environment.random() / 2)))
  }

  private reopenAfter(pause_ms: number) {
    clearTimeout(this.retry)
    this.retry = setTimeout(() => {
      this.retry = undefined
      if (this.url !== null) this.open(this.url)
    }, pause_ms)
  }

  private listen() {
    clearTimeout(this.watchdog)
    this.watchdog = setTimeout(() => this.fail(), silence_max_ms)
  }

  private drop() {
    clearTimeout(this.retry)
    clearTimeout(this.watchdog)
    this.retry = undefined
    this.source?.close()
    this.source = null
  }
}
