/**
 * Where to go after signing in: the `next` of the address bar, if it is a path of this very site, else `fallback`.
 * Anything a browser could read as another host ("//evil", "/\evil", "https:…") is dropped.
 */
export function safeNext(next: unknown, fallback: string): string {
  if (typeof next !== 'string' || !next.startsWith('/') || next.length > 2000) return fallback
  const here = 'http://gavel.invalid'
  try {
    const target = new URL(next, here)
    // Tabs, line ends and backslashes are silently rewritten by the URL parser; a path holding them is nobody's honest link.
    // eslint-disable-next-line no-control-regex
    if (target.origin !== here || /[\u0000-\u001f\\]/.test(next)) return fallback
    const path = target.pathname + target.search + target.hash
    // Resolving dots can bring two slashes to the front ("/a/..//evil").
    return path.startsWith('//') ? fallback : path
  } catch {
    return fallback
  }
}
