/**
 * The language in which somebody left for the provider's page. Its way back knows one address only, so the tab remembers; without storage
 * the page is shown in the language of that address.
 */
const key = 'gavel.pay-language'

export function keepPayLanguage(language: string) {
  try { sessionStorage.setItem(key, language) } catch { /* storage is refused */ }
}

/** The kept language, once. */
export function takePayLanguage(): string | null {
  try {
    const kept = sessionStorage.getItem(key)
    sessionStorage.removeItem(key)
    return kept
  } catch {
    return null
  }
}
