import { flushPromises } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import CampaignComposer from '../../app/components/newsletters/CampaignComposer.vue'
import CampaignProgress from '../../app/components/newsletters/CampaignProgress.vue'
import NewsletterForm from '../../app/components/letters/NewsletterForm.vue'
import NewsletterSwitch from '../../app/components/letters/NewsletterSwitch.vue'
import { useSession } from '../../app/composables/useSession'
import type { Campaign } from '../../app/types/api'
import { expectAccessible, show, words } from '../support/mount'
import { account } from '../support/samples'

const fetched = vi.fn<(url: string, init: RequestInit) => Promise<Response>>()
beforeEach(() => { vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] }); fetched.mockReset(); vi.stubGlobal('fetch', fetched); useSession().set(account({ role: 'operator' })) })
afterEach(() => { vi.useRealTimers(); vi.unstubAllGlobals() })

const json = (body: unknown, status = 200) => new Response(status === 204 ? null : JSON.stringify(body), { status })
const campaign = (part: Partial<Campaign> = {}): Campaign => ({
  id: '7', state: 'draft', texts: [], segment: { languages: [], category_ids: [], activity: 'any', activity_days: 30 }, created_at: '2026-11-25T10:00:00Z', updated_at: '2026-11-25T10:00:00Z',
  scheduled_at: null, started_at: null, finished_at: null, recipients: 0,
  counts: { waiting: 0, sent: 0, refused: 0, given_up: 0, suppressed: 0, left: 0, cancelled: 0, unsubscribed: 0, bounced: 0 }, ...part,
})
/** A server that answers by address. */
function serve(answers: Record<string, unknown>) {
  fetched.mockImplementation(async (url) => {
    const found = Object.entries(answers).find(([path]) => String(url) === `/api/v1${path}`)
    return found ? json(found[1]) : json({ code: 'not-found', title: 'Тут нічого немає' }, 404)
  })
}
const sent = (path: string) => fetched.mock.calls.filter(([url]) => url === `/api/v1${path}`).map(([, init]) => JSON.parse(String(init.body ?? 'null')) as unknown)
/** axe waits by the real clock. */
const accessible = async () => { vi.useRealTimers(); await expectAccessible() }
const settle = async (ms = 0) => { await vi.advanceTimersByTimeAsync(ms); await flushPromises() }

describe('the form for guests', () => {
  it('judges the address, sends it with the language, and says what comes next', async () => {
    serve({ '/newsletter/subscriptions': { email: 'olena@example.org' }, '/categories': { items: [] } })
    const wrapper = show(NewsletterForm)
    await wrapper.get('input[type=email]').setValue('olena')
    await wrapper.get('form').trigger('submit')
    expect(fetched).not.toHaveBeenCalled()
    await wrapper.get('input[type=email]').setValue('olena@example.org')
    await wrapper.get('form').trigger('submit')
    await settle()
    expect(sent('/newsletter/subscriptions')).toEqual([{ email: 'olena@example.org', language: 'uk', category_ids: [] }])
    expect(words(wrapper)).toContain('Лист у дорозі')
    await accessible()
  })
})

describe('the switch for accounts', () => {
  it('shows what the server keeps', async () => {
    serve({ '/me/newsletter': { subscribed: false, category_ids: [] } })
    const wrapper = show(NewsletterSwitch, { address: '/me/newsletter' })
    await settle()
    const box = wrapper.get<HTMLInputElement>('input[type=checkbox]')
    expect(box.element.checked).toBe(false)
    serve({ '/me/newsletter': { subscribed: true, category_ids: [] } })
    await box.setValue(true)
    await settle()
    expect(sent('/me/newsletter').at(-1)).toEqual({ subscribed: true })
    expect(wrapper.get<HTMLInputElement>('input[type=checkbox]').element.checked).toBe(true)
    await accessible()
  })
})

describe('the desk', () => {
  const answers = {
    '/newsletters/audience': { people: 1200, per_day: 270, takes_s: 400_000, can_send: true },
    '/newsletters/preview': { subject: 'Осінь', html: '<p>Осінь</p>', text: 'Осінь' },
    '/newsletters/7': campaign(),
    '/categories': { items: [] },
  }

  it('keeps what is typed, shows the letter of the server and how many get it', async () => {
    serve(answers)
    const wrapper = show(CampaignComposer, { campaign: campaign(), sending: false, error: null })
    await settle()
    expect(words(wrapper)).toContain('1200 отримувачів')
    expect(words(wrapper)).toContain('5 дн.')
    await wrapper.get('input[name=subject]').setValue('Осінь')
    await wrapper.get('textarea[name=body]').setValue('Осінь **тут**')
    expect(sent('/newsletters/7')).toEqual([])
    await settle(1_000)
    expect(sent('/newsletters/7')).toEqual([{
      segment: { languages: [], category_ids: [], activity: 'any', activity_days: 30 },
      texts: [{ language: 'uk', subject: 'Осінь', body: 'Осінь **тут**' }, { language: 'en', subject: '', body: '' }, { language: 'ru', subject: '', body: '' }],
    }])
    expect(sent('/newsletters/preview').at(-1)).toEqual({ language: 'uk', subject: 'Осінь', body: 'Осінь **тут**' })
    const frame = wrapper.get('iframe')
    expect(frame.attributes('sandbox')).toBe('')
    expect(frame.attributes('srcdoc')).toBe('<p>Осінь</p>')
    expect(words(wrapper)).toContain('Збережено')
    await wrapper.findAll('[role=tab]').find(each => words(each) === 'English')!.trigger('click')
    expect(wrapper.get<HTMLInputElement>('input[name=subject]').element.value).toBe('')
    await wrapper.get('input[name=subject]').setValue('Autumn')
    await settle(1_000)
    expect(sent('/newsletters/7').at(-1)).toMatchObject({ texts: [{ language: 'uk', subject: 'Осінь' }, { language: 'en', subject: 'Autumn', body: '' }, { language: 'ru' }] })
  })

  it('asks before it sends, with the number', async () => {
    serve(answers)
    const wrapper = show(CampaignComposer, { campaign: campaign({ texts: [{ language: 'uk', subject: 'Осінь', body: 'Тут' }] }), sending: false, error: null })
    await settle(500)
    await wrapper.findAll('button').find(each => words(each) === 'Надіслати…')!.trigger('click')
    await settle()
    const dialog = wrapper.get('[role=dialog]')
    expect(words(dialog)).toContain('1200 отримувачів')
    await dialog.findAll('button').find(each => words(each) === 'Надіслати: 1200')!.trigger('click')
    expect(wrapper.emitted('send')).toEqual([[null]]) // axe looks at it in a browser (tests/e2e): frames are beyond this document
  })
})

describe('the progress', () => {
  it('adds up what the server counts and leaves out what did not happen', async () => {
    const counts = { waiting: 25, sent: 70, refused: 3, given_up: 0, suppressed: 2, left: 0, cancelled: 0, unsubscribed: 1, bounced: 0 }
    const wrapper = show(CampaignProgress, { campaign: campaign({ state: 'sending', started_at: '2026-11-25T10:00:00Z', recipients: 100, counts }) })
    expect(wrapper.get('[role=progressbar]').attributes('aria-valuenow')).toBe('75')
    expect(words(wrapper)).toContain('70 із 100')
    expect(words(wrapper.get('[data-count=refused]'))).toBe('3')
    expect(wrapper.find('[data-count=given_up]').exists()).toBe(false)
    await accessible()
  })
})
