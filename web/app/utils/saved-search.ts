import type { LotQuery } from '~/types/api'

// What a saved search keeps of the list's filter: new lots are neither ended nor sorted, so state, order and page mean nothing.

export const search_name_max = 80

export function searchQuery(filters: LotFilters): string {
  const query = writeFilters({ ...filters, state: 'running', sort: 'ending', cursor: '' }) as LotQuery & Record<string, string | number>
  return new URLSearchParams(Object.entries(query).map(([name, value]) => [name, String(value)])).toString()
}

/** The filter in its own words, as a name to begin with. */
export function searchName(words: string[]): string {
  const name = words.join(', ')
  return name.length <= search_name_max ? name : `${name.slice(0, search_name_max - 1).trimEnd()}…`
}
