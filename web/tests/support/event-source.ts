/** A hand-driven EventSource: the test opens it, sends events and breaks it. */
export class FakeEventSource {
  static readonly all: FakeEventSource[] = []
  static get last() { return FakeEventSource.all.at(-1)! }

  onopen: (() => void) | null = null
  onerror: (() => void) | null = null
  closed = false
  private listeners: Record<string, (event: { data: string }) => void> = {}

  constructor(readonly url: string) {
    FakeEventSource.all.push(this)
  }

  addEventListener(name: string, listener: (event: { data: string }) => void) { this.listeners[name] = listener }
  close() { this.closed = true }
  send(name: string, data: unknown) { this.listeners[name]?.({ data: typeof data === 'string' ? data : JSON.stringify(data) }) }
  accept() { this.onopen?.() }
  /** What a browser does after any answer other than 200: one error event, and never another attempt. */
  refuse() { this.onerror?.() }
}
