import { flushPromises } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import BidForm from '../../app/components/bidding/BidForm.vue'
import type { BidResult } from '../../app/types/api'
import { receiptsOf } from '../../app/utils/receipts'
import { expectAccessible, show, words } from '../support/mount'
import { lot, relation, standing, uah } from '../support/samples'

const fetched = vi.fn<(url: string, init: RequestInit) => Promise<Response>>()
beforeEach(() => { fetched.mockReset(); vi.stubGlobal('fetch', fetched) })
afterEach(() => vi.unstubAllGlobals())

const form = (props: Record<string, unknown> = {}) => show(BidForm, { lot: lot(), standing: standing(), relation: relation(), kind: 'none', closed: false, ...props })
const field = (wrapper: ReturnType<typeof form>) => wrapper.get<HTMLInputElement>('input').element.value.replaceAll('\u00a0', ' ')
const submit = async (wrapper: ReturnType<typeof form>) => { await wrapper.get('form').trigger('submit'); await flushPromises() }
const answer = (status: number, body: unknown) => fetched.mockResolvedValueOnce(new Response(JSON.stringify(body), { status }))
const body = (call: number) => JSON.parse(String(fetched.mock.calls[call]![1].body)) as unknown
const accepted = (part: Partial<BidResult> = {}): BidResult => ({
  seq: 15, max: uah(1500), placed_at: '2026-11-22T19:00:00Z', outcome: 'leading', receipt: { seq: 15, salt: 'a'.repeat(32), hash: 'b'.repeat(64) }, standing: standing({ version: 6, leader: 5 }), ...part,
})
const key = (call: number) => (fetched.mock.calls[call]![1].headers as Record<string, string>)['Idempotency-Key']

describe('BidForm', () => {
  it('offers the next minimum, three quick steps and the most one can pay', async () => {
    const wrapper = form()
    expect(field(wrapper)).toBe('1 260')
    expect(words(wrapper)).toContain('Щонайменше 1 260 ₴')
    expect(wrapper.findAll('[role=group] button').map(button => words(button))).toEqual(['1 260 ₴', '1 300 ₴', '1 360 ₴'])
    expect(words(wrapper)).toContain('Ви заплатите щонайбільше 1 260 ₴ і доставку за тарифом перевізника.')
    await wrapper.findAll('[role=group] button')[2]!.trigger('click')
    expect(field(wrapper)).toBe('1 360')
    await expectAccessible()
  })

  it('follows the price until the visitor has written an amount', async () => {
    const wrapper = form()
    await wrapper.setProps({ standing: standing({ version: 6, price: uah(1300), min_next: uah(1320) }) })
    expect(field(wrapper)).toBe('1 320')
    await wrapper.get('input').setValue('2000')
    await wrapper.setProps({ standing: standing({ version: 7, price: uah(1400), min_next: uah(1420) }) })
    expect(field(wrapper)).toBe('2000')
  })

  it('says what is wrong without asking the server', async () => {
    const wrapper = form()
    await wrapper.get('input').setValue('1259')
    await submit(wrapper)
    expect(words(wrapper)).toContain('Замало: наступна ставка — щонайменше 1 260 ₴.')
    await wrapper.get('input').setValue('багато')
    await submit(wrapper)
    expect(words(wrapper)).toContain('Введіть суму числом')
    expect(fetched).not.toHaveBeenCalled()
  })

  it('shows success only after the answer', async () => {
    let give = (_: Response) => {}
    fetched.mockReturnValueOnce(new Promise((resolve) => { give = resolve }))
    const wrapper = form()
    await wrapper.get('input').setValue('1500')
    await submit(wrapper)
    expect(words(wrapper)).toContain('Надсилаємо')
    expect(words(wrapper)).not.toContain('прийнято')
    expect(wrapper.get<HTMLButtonElement>('button[type=submit]').element.disabled).toBe(true)
    const result = accepted()
    give(new Response(JSON.stringify(result), { status: 201 }))
    await flushPromises()
    expect(words(wrapper)).toContain('Ставку прийнято. Ви лідируєте з максимумом 1 500 ₴.')
    expect(wrapper.emitted('placed')).toEqual([[result]])
    expect(JSON.parse(String(fetched.mock.calls[0]![1].body))).toEqual({ max: uah(1500) })
    // The parent learns that I lead; later somebody outbids me, and the old success must not stand beside that.
    await wrapper.setProps({ kind: 'leading' })
    expect(words(wrapper)).toContain('Ставку прийнято.')
    await wrapper.setProps({ kind: 'outbid' })
    expect(words(wrapper)).not.toContain('Ставку прийнято.')
  })

  it('explains a refusal with what would be accepted', async () => {
    answer(422, { code: 'lot-ended', title: 'Торги завершено', status: 422 })
    const wrapper = form()
    await submit(wrapper)
    expect(wrapper.get('[role=alert]').text()).toContain('Торги за цим лотом уже завершено.')
    await expectAccessible()
  })

  it('repeats with the same key after a lost answer, with a new one after a refusal', async () => {
    fetched.mockRejectedValueOnce(new TypeError('network'))
    answer(500, { code: 'internal-error', title: 'x', status: 500 })
    answer(429, { code: 'too-many-requests', title: 'x', status: 429 })
    answer(429, { code: 'too-many-requests', title: 'x', status: 429 })
    const wrapper = form()
    await submit(wrapper)
    expect(wrapper.get('[role=alert]').text()).toContain('Сервер зараз недоступний')
    await submit(wrapper)
    await submit(wrapper)
    await submit(wrapper)
    expect(key(0)).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4/)
    expect(key(1)).toBe(key(0))
    expect(key(2)).toBe(key(0))
    expect(key(3)).not.toBe(key(0))
  })

  it('asks again when the server finds the amount unusually high, and sends it once more as confirmed, under its own key', async () => {
    answer(409, { code: 'confirm-amount', title: 'x', status: 409 })
    const wrapper = form()
    await wrapper.get('input').setValue('126000')
    await submit(wrapper)
    expect(body(0)).toEqual({ max: uah(126_000) })
    expect(wrapper.get('[role=alert]').text()).toBe('')
    const dialog = wrapper.get('[role=dialog]')
    expect(words(dialog)).toContain('Поставити 126 000 ₴?')
    await expectAccessible()
    answer(201, accepted({ max: uah(126_000) }))
    await dialog.findAll('button')[1]!.trigger('click')
    await flushPromises()
    expect(body(1)).toEqual({ max: uah(126_000), confirmed: true })
    expect(key(1)).not.toBe(key(0))
    expect(wrapper.find('[role=dialog]').exists()).toBe(false)
    expect(words(wrapper)).toContain('Ставку прийнято.')
  })

  it('keeps the receipt of an accepted bid in this browser', async () => {
    localStorage.clear()
    answer(201, accepted({ seq: 15 }))
    const wrapper = form()
    await submit(wrapper)
    expect(receiptsOf('12')).toEqual([{ seq: 15, max: uah(1500), salt: 'a'.repeat(32), hash: 'b'.repeat(64), at: '2026-11-22T19:00:00Z' }])
  })

  it('lets the leader raise their maximum, never lower it', async () => {
    const wrapper = form({ kind: 'leading', relation: relation({ relation: 'leading', bidder: 2, max: uah(3000) }) })
    expect(field(wrapper)).toBe('3 050')
    expect(words(wrapper)).toContain('Підняти максимум')
    await wrapper.get('input').setValue('2999')
    await submit(wrapper)
    expect(words(wrapper)).toContain('Зменшити його не можна')
    expect(fetched).not.toHaveBeenCalled()
  })
})
