import { describe, expect, it } from 'vitest'
import { changeFilters, readFilters, writeFilters } from '../../app/utils/lot-query'

describe('the address of the list', () => {
  it('holds everything and reads back the same', () => {
    const query = { q: 'монета', category: 'coins-ukraine', state: 'ended', condition: 'new,good', min_price: '10000', max_price: '50000', seller: '7', sort: 'bids', cursor: 'abc' }
    const filters = readFilters(query)
    expect(filters).toMatchObject({ conditions: ['new', 'good'], minPrice: 10_000, maxPrice: 50_000 })
    expect(Object.fromEntries(Object.entries(writeFilters(filters)).map(([key, value]) => [key, String(value)]))).toEqual(query)
  })
  it('leaves defaults out and keeps the order of the contract', () => {
    expect(writeFilters(readFilters({ state: 'running', sort: 'ending', q: ' ' }))).toEqual({})
    expect(Object.keys(writeFilters(readFilters({ sort: 'newest', q: 'a', condition: 'good', category: 'art' })))).toEqual(['q', 'category', 'condition', 'sort'])
  })
  it('falls back instead of failing', () => {
    const filters = readFilters({ state: 'gone', sort: 'x', min_price: '-1', max_price: '1e9', seller: '0', category: 'A B', condition: 'good,shiny', q: ['a', 'b'], cursor: null })
    expect(writeFilters(filters)).toEqual({ condition: 'good' })
  })
  it('begins at the first page after every change but of the page itself', () => {
    const third = readFilters({ q: 'a', cursor: 'page3' })
    expect(changeFilters(third, { sort: 'bids' }).cursor).toBe('')
    expect(changeFilters(third, { cursor: 'page4' })).toMatchObject({ q: 'a', cursor: 'page4' })
  })
})
