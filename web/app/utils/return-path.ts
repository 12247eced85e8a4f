import { safeNext } from './safe-next'

/**
 * Where somebody was going when they had to register first. The letter's link opens a fresh page, so the place waits in the browser;
 * one who confirms on another device is simply offered the catalogue.
 */
const key = 'gavel.return'
const kept_ms = 24 * 3600 * 1000

export function keepReturnPath(path: string, now: number) {
  try { localStorage.setItem(key, JSON.stringify({ path, at: now })) } catch { /* storage is refused: nothing to come back to */ }
}

/** The kept path, once; null when there is none or it is older than the letter's link. */
export function takeReturnPath(now: number): string | null {
  try {
    const kept = JSON.parse(localStorage.getItem(key) ?? 'null') as { path?: unknown, at?: unknown } | null
    localStorage.removeItem(key)
    if (typeof kept?.at !== 'number' || now - kept.at > kept_ms) return null
    return safeNext(kept.path, '') || null
  } catch {
    return null
  }
}
