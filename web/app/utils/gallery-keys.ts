/** The photo that a key turns to, from `current` of 0 to `last`; null for a key that is not about turning (Alt and Left is the browser's "back"). */
export function turnOf(event: Pick<KeyboardEvent, 'key' | 'altKey' | 'ctrlKey' | 'metaKey' | 'shiftKey'>, current: number, last: number): number | null {
  if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return null
  switch (event.key) {
    case 'ArrowLeft': return Math.max(0, current - 1)
    case 'ArrowRight': return Math.min(last, current + 1)
    case 'Home': return 0
    case 'End': return last
    default: return null
  }
}
