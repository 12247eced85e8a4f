import type { Condition, LotQuery } from '~/types/api'

// The address of the list is its state. One meaning has exactly one address: known keys only, in this order, defaults left out.

export const lot_sorts = ['ending', 'newest', 'price_asc', 'price_desc', 'bids'] as const
export const lot_states = ['running', 'scheduled', 'ended'] as const
export const lot_conditions: Condition[] = ['new', 'like_new', 'good', 'fair', 'for_parts']

export interface LotFilters {
  q: string
  category: string
  state: typeof lot_states[number]
  conditions: Condition[]
  minPrice: number | null
  maxPrice: number | null
  seller: string
  sort: typeof lot_sorts[number]
  cursor: string
}

type Raw = Record<string, string | null | (string | null)[] | undefined>

function oneOf<T extends string>(value: string, allowed: readonly T[], otherwise: T): T {
  return (allowed as readonly string[]).includes(value) ? value as T : otherwise
}

/** Reads an address; whatever is not understood falls back to its default instead of failing. */
export function readFilters(query: Raw): LotFilters {
  const text = (key: string) => { const value = query[key]; return typeof value === 'string' ? value.trim() : '' }
  const price = (key: string) => (/^\d{1,15}$/.test(text(key)) ? Number(text(key)) : null)
  return {
    q: text('q').slice(0, 100),
    category: /^[a-z0-9-]{1,40}$/.test(text('category')) ? text('category') : '',
    state: oneOf(text('state'), lot_states, 'running'),
    conditions: lot_conditions.filter(condition => text('condition').split(',').includes(condition)),
    minPrice: price('min_price'),
    maxPrice: price('max_price'),
    seller: /^[1-9]\d{0,18}$/.test(text('seller')) ? text('seller') : '',
    sort: oneOf(text('sort'), lot_sorts, 'ending'),
    cursor: text('cursor').slice(0, 200),
  }
}

/** The query for both the page's address and the API, in the contract's order. */
export function writeFilters(filters: LotFilters): LotQuery & Record<string, string | number> {
  const query: Record<string, string | number> = {}
  if (filters.q) query.q = filters.q
  if (filters.category) query.category = filters.category
  if (filters.state !== 'running') query.state = filters.state
  if (filters.conditions.length > 0) query.condition = filters.conditions.join(',')
  if (filters.minPrice !== null) query.min_price = filters.minPrice
  if (filters.maxPrice !== null) query.max_price = filters.maxPrice
  if (filters.seller) query.seller = filters.seller
  if (filters.sort !== 'ending') query.sort = filters.sort
  if (filters.cursor) query.cursor = filters.cursor
  return query as LotQuery & Record<string, string | number>
}

/** Filters with `change` applied; any change but of the page itself begins at the first page again. */
export function changeFilters(filters: LotFilters, change: Partial<LotFilters>): LotFilters {
  return { ...filters, cursor: '', ...change }
}
