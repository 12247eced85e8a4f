import { flushPromises } from '@vue/test-utils'
import { effectScope } from 'vue'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { useDraft } from '../../app/composables/useDraft'
import { resetServerClock } from '../../app/composables/useServerClock'
import type { SellerLot } from '../../app/types/api'
import { uah } from '../support/samples'

const fetched = vi.fn<(url: string, init: RequestInit) => Promise<Response>>()
const draft = (part: Partial<SellerLot> = {}): SellerLot => ({
  id: '31', state: 'draft', title: 'Чашка', description: null, category_id: null, condition: null, location: null, shipping: [], start_price: uah(100), reserve_price: null,
  starts_at: null, duration_s: 604_800, ends_at: null, missing: [], created_at: '2026-01-01T00:00:00Z', updated_at: '2026-01-01T00:00:00Z', ...part,
})
const accept = () => fetched.mockImplementation(() => Promise.resolve(new Response(JSON.stringify(draft()), { status: 200 })))
const sent = () => fetched.mock.calls.map(([url, init]) => [init.method, url, JSON.parse(String(init.body))])
const pause = async () => { await vi.advanceTimersByTimeAsync(700); await flushPromises() }

const scopes: ReturnType<typeof effectScope>[] = []
function begin(lot = draft()) {
  const scope = effectScope()
  scopes.push(scope)
  return scope.run(() => useDraft(lot))!
}

beforeEach(() => {
  vi.useFakeTimers()
  localStorage.clear()
  fetched.mockReset()
  vi.stubGlobal('fetch', fetched)
  accept()
})
afterEach(async () => {
  for (const scope of scopes.splice(0)) scope.stop()
  await vi.advanceTimersByTimeAsync(0) // Leaving flushes: that request still belongs to this test.
  resetServerClock()
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

describe('the draft of the sell form', () => {
  it('sends only what changed, trimmed, and says when it is safe', async () => {
    const form = begin()
    form.set({ title: ' Порцелянова чашка ' })
    expect(form.state.value).toBe('waiting')
    await pause()
    expect(sent()).toEqual([['PATCH', '/api/v1/lots/31', { title: 'Порцелянова чашка' }]])
    expect(form.state.value).toBe('saved')
    expect(form.form.title).toBe(' Порцелянова чашка ')
  })

  it('does not send a faulty value, and shows the fault only once the field was left', async () => {
    const form = begin()
    form.set({ title: 'abc' })
    await pause()
    expect(fetched).not.toHaveBeenCalled()
    expect(form.faults.value).toEqual({ title: 'too_short' })
    expect(form.shown.value).toEqual({})
    form.leave('title')
    expect(form.shown.value).toEqual({ title: 'too_short' })
  })

  it('forgets the pending value of a field that became faulty', async () => {
    const form = begin()
    form.set({ title: 'Порцелянова чашка' })
    form.set({ title: 'По' })
    await pause()
    expect(fetched).not.toHaveBeenCalled()
  })

  it('sends a field along that another field has just mended', async () => {
    const form = begin()
    form.set({ reserve_price: uah(80) })
    expect(form.faults.value).toEqual({ reserve_price: 'reserve_not_above_start' })
    form.set({ start_price: uah(50) })
    await pause()
    expect(sent()).toEqual([['PATCH', '/api/v1/lots/31', { reserve_price: uah(80), start_price: uah(50) }]])
  })

  it('keeps unsent edits on the device and brings them back at the next visit', async () => {
    fetched.mockImplementation(() => Promise.reject(new TypeError('network')))
    const form = begin()
    form.set({ location: 'Житомир' })
    await pause()
    expect(form.state.value).toBe('offline')
    scopes.splice(0).forEach(scope => scope.stop())
    await flushPromises()

    accept()
    fetched.mockClear()
    const again = begin()
    expect(again.form.location).toBe('Житомир')
    await vi.advanceTimersByTimeAsync(0)
    await flushPromises()
    expect(sent()).toEqual([['PATCH', '/api/v1/lots/31', { location: 'Житомир' }]])
    expect(localStorage.length).toBe(0)
  })

  it('tries again as soon as the network is back', async () => {
    fetched.mockImplementationOnce(() => Promise.reject(new TypeError('network')))
    const form = begin()
    form.set({ location: 'Житомир' })
    await pause()
    window.dispatchEvent(new Event('online'))
    await flushPromises()
    expect(form.state.value).toBe('saved')
  })

  it('saves the rest when the server refuses one field', async () => {
    fetched.mockResolvedValueOnce(new Response(JSON.stringify({ code: 'invalid-input', errors: [{ field: 'category_id', code: 'not_allowed' }] }), { status: 422 }))
    const form = begin()
    form.set({ category_id: 'gone', location: 'Житомир' })
    await pause()
    await vi.waitFor(() => expect(sent().at(-1)).toEqual(['PATCH', '/api/v1/lots/31', { location: 'Житомир' }]))
    await vi.waitFor(() => expect(form.state.value).toBe('refused'))
  })

  it('lists what is missing as it is typed', () => {
    const form = begin()
    expect(form.missing.value).toEqual(['category_id', 'condition', 'description', 'location', 'shipping'])
    form.set({ location: 'Львів', condition: 'good' })
    expect(form.missing.value).toEqual(['category_id', 'description', 'shipping'])
  })
})
