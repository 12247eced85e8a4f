import { flushPromises } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import SignUpForm from '../../app/components/accounts/SignUpForm.vue'
import SignIn from '../../app/pages/sign-in.vue'
import { expectAccessible, show, words } from '../support/mount'
import { route, visits } from '../support/nuxt'
import { account } from '../support/samples'

const fetched = vi.fn<(url: string, init: RequestInit) => Promise<Response>>()
beforeEach(() => { fetched.mockReset(); vi.stubGlobal('fetch', fetched); route.query = {} })
afterEach(() => { vi.unstubAllGlobals(); vi.useRealTimers() })

const answer = (status: number, body: unknown) => fetched.mockResolvedValueOnce(new Response(JSON.stringify(body), { status }))
const submit = async (wrapper: ReturnType<typeof show>) => { await wrapper.get('form').trigger('submit'); await flushPromises() }
const type = (wrapper: ReturnType<typeof show>, name: string, text: string) => wrapper.get(`input[name=${name}]`).setValue(text)

describe('signing in', () => {
  async function filled() {
    const wrapper = show(SignIn)
    await type(wrapper, 'email', ' olena@example.com ')
    await type(wrapper, 'password', 'quiet harbour')
    return wrapper
  }

  it('goes on to the page one came from', async () => {
    route.query = { next: '/sell/5' }
    const wrapper = await filled()
    answer(201, account())
    await submit(wrapper)
    expect(JSON.parse(String(fetched.mock.calls[0]![1].body))).toEqual({ email: 'olena@example.com', password: 'quiet harbour' })
    expect(visits).toEqual(['/sell/5'])
    await expectAccessible()
  })

  it('never goes on to another site', async () => {
    route.query = { next: '//evil.example' }
    const wrapper = await filled()
    answer(201, account())
    await submit(wrapper)
    expect(visits).toEqual(['/'])
  })

  it('says in the words of the server that the pair is wrong', async () => {
    const wrapper = await filled()
    answer(401, { code: 'wrong-credentials', title: 'Адреса або пароль не підходять' })
    await submit(wrapper)
    expect(words(wrapper)).toContain('Адреса або пароль не підходять')
    expect(visits).toEqual([])
  })

  it('counts the wait down when there were too many attempts', async () => {
    vi.useFakeTimers()
    const wrapper = await filled()
    answer(429, { code: 'rate-limited', retry_after_s: 65 })
    await submit(wrapper)
    const button = wrapper.get<HTMLButtonElement>('button[type=submit]')
    expect(words(wrapper)).toContain('Спробувати через 1 хв 5 с')
    expect(button.element.disabled).toBe(true)
    await vi.advanceTimersByTimeAsync(60_000)
    expect(words(wrapper)).toContain('Спробувати через 5 с')
    await vi.advanceTimersByTimeAsync(5_000)
    expect(button.element.disabled).toBe(false)
    expect(words(button)).toContain('Увійти')
  })
})

describe('registering', () => {
  it('explains every field at submit and asks the server only for a good form', async () => {
    const wrapper = show(SignUpForm)
    await submit(wrapper)
    expect(words(wrapper)).toContain('Потрібно щонайменше 10 символів.')
    expect(words(wrapper)).toContain('Перевірте адресу: вона має виглядати як name@example.com.')
    expect(fetched).not.toHaveBeenCalled()
    await type(wrapper, 'display_name', 'Олена')
    await type(wrapper, 'email', 'olena@example.com')
    await type(wrapper, 'password', 'quiet harbour')
    answer(202, { email: 'olena@example.com' })
    await submit(wrapper)
    expect(JSON.parse(String(fetched.mock.calls[0]![1].body))).toEqual({ email: 'olena@example.com', password: 'quiet harbour', display_name: 'Олена', language: 'uk' })
    expect(wrapper.emitted('sent')).toEqual([['olena@example.com']])
  })

  it('judges a field when it is left, not while it is typed', async () => {
    const wrapper = show(SignUpForm)
    await type(wrapper, 'email', 'olena')
    expect(words(wrapper)).not.toContain('Перевірте адресу')
    await wrapper.get('input[name=email]').trigger('blur')
    expect(words(wrapper)).toContain('Перевірте адресу')
  })
})
