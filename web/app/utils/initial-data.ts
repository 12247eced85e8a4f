// The server puts the page's first answers into the HTML, keyed by the path of the GET the page would make. Each is used once.

let answers: Record<string, unknown> | null = null

function load(): Record<string, unknown> {
  if (answers !== null) return answers
  answers = {}
  const text = typeof document === 'undefined' ? null : document.getElementById('gavel-data')?.textContent
  if (text) {
    try {
      answers = JSON.parse(text) as Record<string, unknown>
    } catch {
      answers = {} // Broken first data only costs a request.
    }
  }
  return answers
}

/** Takes the embedded answer for `path` (beginning with /api/v1), if there is one. */
export function takeInitialAnswer<T>(path: string): { value: T } | null {
  const all = load()
  if (!Object.hasOwn(all, path)) return null
  const value = all[path] as T
  delete all[path]
  return { value }
}

/** Puts other first data in place of the document's; for tests and after signing in or out (null forgets all). */
export function setInitialAnswers(data: Record<string, unknown> | null) {
  answers = data ?? {}
}
