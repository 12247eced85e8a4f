import { flushPromises } from '@vue/test-utils'
import { nextTick, ref } from 'vue'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { usePages } from '../../app/composables/usePages'

const asked: { url: string, give: (body: unknown, status?: number) => Promise<void> }[] = []
beforeEach(() => {
  asked.length = 0
  vi.stubGlobal('fetch', (url: string) => new Promise((resolve) => {
    asked.push({ url, give: async (body, status = 200) => { resolve(new Response(JSON.stringify(body), { status })); await flushPromises() } })
  }))
})
afterEach(() => vi.unstubAllGlobals())

describe('a list read page by page', () => {
  it('appends the next page and knows the end', async () => {
    const list = usePages<string>('/me/lots')
    expect(list.loading.value).toBe(true)
    await asked[0]!.give({ items: ['a', 'b'], next_cursor: 'c1' })
    void list.more()
    void list.more()
    expect(asked.map(each => each.url)).toEqual(['/api/v1/me/lots', '/api/v1/me/lots?cursor=c1'])
    await asked[1]!.give({ items: ['c'], next_cursor: null })
    expect([list.items.value, list.next.value, list.loading.value]).toEqual([['a', 'b', 'c'], null, false])
  })

  it('begins anew when the question changes and ignores the answer to the old one', async () => {
    const relation = ref<string | undefined>('leading')
    const list = usePages<string>('/me/bids', () => ({ relation: relation.value }))
    relation.value = 'won'
    await nextTick()
    await asked[1]!.give({ items: ['won'], next_cursor: null })
    await asked[0]!.give({ items: ['leading'], next_cursor: null })
    expect(asked[1]!.url).toBe('/api/v1/me/bids?relation=won')
    expect(list.items.value).toEqual(['won'])
  })

  it('keeps the error of the first page, and recovers', async () => {
    const list = usePages<string>('/me/lots')
    await asked[0]!.give({ code: 'internal' }, 500)
    expect(list.error.value).toMatchObject({ status: 500 })
    void list.load()
    await asked[1]!.give({ items: ['a'], next_cursor: null })
    expect([list.error.value, list.items.value]).toEqual([null, ['a']])
  })
})
