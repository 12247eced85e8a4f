import { describe, expect, it } from 'vitest'
import NotificationRow from '../../app/components/mine/NotificationRow.vue'
import { useEventNames } from '../../app/composables/useEventNames'
import { event_groups } from '../../app/utils/event-groups'
import { readFilters } from '../../app/utils/lot-query'
import { searchName, searchQuery } from '../../app/utils/saved-search'
import type { Notification } from '../../app/types/api'
import { show, words } from '../support/mount'

describe('a saved search', () => {
  it('keeps what is looked for, not the order or the page', () => {
    expect(searchQuery(readFilters({ q: 'ложка', sort: 'newest', state: 'ended', cursor: 'x', condition: 'good,new' }))).toBe('q=%D0%BB%D0%BE%D0%B6%D0%BA%D0%B0&condition=new%2Cgood')
    expect(searchQuery(readFilters({ sort: 'newest', state: 'scheduled' }))).toBe('')
  })

  it('is named by its words, within the limit', () => {
    expect(searchName(['spoon', 'up to ₴200'])).toBe('spoon, up to ₴200')
    expect(searchName(['x'.repeat(100)])).toHaveLength(80)
  })
})

describe('preferences', () => {
  it('have every kind of event in one group', () => {
    const grouped = Object.values(event_groups).flat()
    expect(new Set(grouped).size).toBe(grouped.length)
    expect([...grouped].sort()).toEqual(Object.keys(useEventNames().value).sort())
  })
})

describe('a notification', () => {
  const note = (part: Partial<Notification>): Notification => ({
    id: '1', kind: 'search_hit', lot_id: '7', lot_title: 'Silver spoon', price: { amount: 10000, currency: 'UAH' }, max: null, ends_at: null, reason: null,
    found: 3, search: { name: 'Spoons', query: 'q=spoon' }, created_at: '2026-11-25T12:00:00Z', read: false, ...part,
  })

  it('of a deposit says where the money is', () => {
    const of = (part: Partial<Notification>) => words(show(NotificationRow, { note: note({ search: null, found: null, ...part }) }))
    expect(of({ kind: 'deposit_taken' })).toContain('Внесок 100 ₴ прийнято. Можна робити ставки.')
    expect(of({ kind: 'deposit_released', reason: 'to_card' })).toContain('Внесок 100 ₴ повертається на картку.')
    expect(of({ kind: 'deposit_released', reason: 'to_wallet' })).toContain('знову вільний')
    expect(of({ kind: 'deposit_forfeited' })).toContain('Внесок 100 ₴ утримано')
  })

  it('of a search leads to everything it found', () => {
    const wrapper = show(NotificationRow, { note: note({}) })
    expect(words(wrapper)).toContain('Spoons')
    expect(wrapper.findAll('a').map(each => each.attributes('href'))).toContain('/lots?q=spoon&sort=newest')
    expect(show(NotificationRow, { note: note({ search: null }) }).findAll('a').map(each => each.attributes('href'))).toContain('/my/searches')
    expect(show(NotificationRow, { note: note({ found: 1 }) }).findAll('a')).toHaveLength(1)
  })

  it('of a lot that ends soon says when', () => {
    const wrapper = show(NotificationRow, { note: note({ kind: 'ending_soon', ends_at: '2026-11-25T12:30:00Z', found: null, search: null }) })
    expect(words(wrapper)).toMatch(/30/)
  })
})
