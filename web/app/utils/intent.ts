import { ApiProblem } from './api-error'

/** A UUID also where the page is not served over TLS and crypto.randomUUID is missing. */
export function newKey(): string {
  if (typeof crypto.randomUUID === 'function') return crypto.randomUUID()
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  bytes[6] = (bytes[6]! & 0x0f) | 0x40
  bytes[8] = (bytes[8]! & 0x3f) | 0x80
  const hex = [...bytes].map(byte => byte.toString(16).padStart(2, '0')).join('')
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

/**
 * One idempotency key per intent: the same wish sent again after a lost answer carries the same key, so that it cannot happen twice.
 * Another wish, or the same one after the server has settled it, gets a new key.
 */
export function createIntent() {
  let wish: { content: string, key: string } | null = null
  return {
    keyFor(content: unknown): string {
      const text = JSON.stringify(content)
      if (wish?.content !== text) wish = { content: text, key: newKey() }
      return wish.key
    },
    /** Call with the outcome: an answer or a refusal settles the wish; silence or a failing server leaves it open. */
    settle(failure?: unknown) {
      if (failure === undefined || (failure instanceof ApiProblem && failure.status < 500)) wish = null
    },
  }
}
