import { flushPromises } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import ModeratorTools from '../../app/components/moderation/ModeratorTools.vue'
import Moderation from '../../app/pages/moderation/index.vue'
import { useSession } from '../../app/composables/useSession'
import type { Signal } from '../../app/types/api'
import { expectAccessible, show, words } from '../support/mount'
import { route } from '../support/nuxt'
import { account, may, relation, standing } from '../support/samples'

const fetched = vi.fn<(url: string, init: RequestInit) => Promise<Response>>()
beforeEach(() => { fetched.mockReset(); vi.stubGlobal('fetch', fetched); useSession().set(account({ role: 'moderator' })); route.query = {} })
afterEach(() => vi.unstubAllGlobals())

const answer = (status: number, body: unknown) => fetched.mockResolvedValueOnce(new Response(JSON.stringify(body), { status }))
const sent = (call: number) => ({ url: fetched.mock.calls[call]![0], body: JSON.parse(String(fetched.mock.calls[call]![1].body ?? 'null')) as unknown })
const signal = (part: Partial<Signal> = {}): Signal => ({
  id: '5', kind: 'concentration', state: 'open', score: 82, subject: { id: '7', display_name: 'Іван' }, other: { id: '8', display_name: 'Крамниця' }, lot: { id: '12', title: 'Монета' },
  evidence: { bids_on_seller: 18, bids: 20, quick_permille: 667 }, first_seen_at: '2026-11-24T10:00:00Z', last_seen_at: '2026-11-25T01:00:00Z', verdict: null, ...part,
})
type Wrapper = ReturnType<typeof show>
const press = async (wrapper: Wrapper, label: string, at = 0) => {
  await wrapper.findAll('button').filter(each => words(each) === label)[at]!.trigger('click')
  await flushPromises()
}

describe('a moderator on the page of a lot', () => {
  const tools = (part: Parameters<typeof may>[0]) => show(ModeratorTools, { lotId: '12', standing: standing(), relation: relation({ may: may(part) }) })

  it('freezes with a reason', async () => {
    const wrapper = tools({ freeze: true, cancel: true, resume: 'lot-not-frozen' })
    expect(words(wrapper)).not.toContain('Відновити')
    await press(wrapper, 'Зупинити торги')
    expect(words(wrapper.get('[role=dialog]'))).toContain('Час лота зупиниться')
    await press(wrapper, 'Зупинити')
    expect(words(wrapper)).toContain('Оберіть причину.')
    await expectAccessible()
    await wrapper.get('input[value=complaint]').setValue(true)
    answer(201, { seq: 9, at: '2026-11-25T01:00:00Z', standing: standing({ state: 'frozen' }) })
    await press(wrapper, 'Зупинити')
    expect(sent(0)).toEqual({ url: '/api/v1/moderation/lots/12/freeze', body: { reason: 'complaint' } })
    expect(wrapper.emitted('acted')).toHaveLength(1)
  })

  it('resumes a frozen lot', async () => {
    const wrapper = tools({ freeze: 'lot-frozen', cancel: true, resume: true })
    await press(wrapper, 'Відновити торги')
    await wrapper.get('input[value=resolved]').setValue(true)
    answer(201, { seq: 9, at: '2026-11-25T01:00:00Z', standing: standing() })
    await press(wrapper, 'Відновити')
    expect(sent(0)).toEqual({ url: '/api/v1/moderation/lots/12/resume', body: { reason: 'resolved' } })
  })

  it('says why there is nothing to do', () => {
    const wrapper = tools({ freeze: 'moderator-involved', cancel: 'moderator-involved', resume: 'moderator-involved' })
    expect(wrapper.findAll('button')).toHaveLength(0)
    expect(words(wrapper)).toContain('у якому бере участь')
  })
})

describe('the list of signals', () => {
  async function page(items: Signal[]) {
    answer(200, { items, next_cursor: null })
    const wrapper = show(Moderation)
    await flushPromises()
    return wrapper
  }

  it('shows what, about whom, how strong; opened, the counts', async () => {
    const wrapper = await page([signal()])
    expect(words(wrapper)).toContain('Ставить в одного продавця')
    expect(words(wrapper)).toContain('82')
    await wrapper.get('[data-signal]').trigger('click')
    expect(words(wrapper)).toContain('ставок у продавця18')
    expect(words(wrapper)).toContain('швидкі відповіді67 %')
    await expectAccessible()
  })

  it('walks and decides by keyboard, with a note', async () => {
    const wrapper = await page([signal(), signal({ id: '6', kind: 'never_wins' })])
    const rows = wrapper.findAll<HTMLElement>('[data-signal]')
    await wrapper.trigger('keydown', { key: 'j' })
    expect(document.activeElement).toBe(rows[0]!.element)
    await rows[0]!.trigger('keydown', { key: 'j' })
    expect(document.activeElement).toBe(rows[1]!.element)
    await rows[1]!.trigger('keydown', { key: 'k' })
    await rows[0]!.trigger('keydown', { key: 'd' })
    expect(words(wrapper.get('[role=dialog]'))).toContain('Відхилити сигнал?')
    await press(wrapper, 'Відхилити')
    expect(words(wrapper)).toContain('на чому ґрунтується рішення')
    await wrapper.get('textarea').setValue(' Постійний покупець. ')
    answer(200, signal({ state: 'dismissed' }))
    await press(wrapper, 'Відхилити')
    expect(sent(1)).toEqual({ url: '/api/v1/moderation/signals/5/verdict', body: { verdict: 'dismissed', note: 'Постійний покупець.' } })
    expect(wrapper.findAll('[data-signal]')).toHaveLength(1)
  })

  it('asks for what the address says, and drops what it does not understand', async () => {
    route.query = { state: 'confirmed', kind: 'no_such_kind', account: '7', lot: 'x' }
    await page([])
    expect(fetched.mock.calls[0]![0]).toBe('/api/v1/moderation/signals?state=confirmed&account=7')
  })
})
