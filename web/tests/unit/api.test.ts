import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { useApi } from '../../app/composables/useApi'
import { useCommand } from '../../app/composables/useCommand'
import { useSession } from '../../app/composables/useSession'
import { useProblemText } from '../../app/composables/useProblemText'
import { ApiOffline, ApiProblem } from '../../app/utils/api-error'
import { setInitialAnswers } from '../../app/utils/initial-data'
import { i18n } from '../support/nuxt'
import { account, uah } from '../support/samples'

const fetched = vi.fn<(url: string, init: RequestInit) => Promise<Response>>()
const answer = (status: number, body?: unknown, headers?: Record<string, string>) => fetched.mockResolvedValueOnce(new Response(body === undefined ? null : typeof body === 'string' ? body : JSON.stringify(body), { status, headers }))
beforeEach(() => {
  fetched.mockReset()
  setInitialAnswers(null)
  vi.stubGlobal('fetch', fetched)
})
afterEach(() => vi.unstubAllGlobals())

it('asks in the visitor\'s language, one address per meaning', async () => {
  answer(200, { items: [] })
  await useApi().get('/lots', { q: 'монета', category: '', state: undefined, cursor: null, limit: 24 })
  expect(fetched.mock.calls[0]![0]).toBe(`/api/v1/lots?q=${encodeURIComponent('монета')}&limit=24`)
  expect(fetched.mock.calls[0]![1].headers).toMatchObject({ 'Accept-Language': 'uk' })
})

it('uses an embedded answer once, then the network', async () => {
  setInitialAnswers({ '/api/v1/lots/12': { id: '12' }, '/api/v1/me': null })
  const api = useApi()
  expect(await api.get('/lots/12')).toEqual({ id: '12' })
  expect(await api.get('/me')).toBeNull()
  answer(200, { id: '12', fresh: true })
  expect(await api.get('/lots/12')).toEqual({ id: '12', fresh: true })
  expect(fetched).toHaveBeenCalledTimes(1)
})

it('sends the idempotency key with a bid', async () => {
  answer(201, {})
  await useApi().post('/lots/12/bids', { max: uah(5) }, { idempotencyKey: 'k-1' })
  expect(fetched.mock.calls[0]![1]).toMatchObject({ method: 'POST', body: '{"max":{"amount":500,"currency":"UAH"}}', headers: { 'Idempotency-Key': 'k-1', 'Content-Type': 'application/json' } })
})

it('tells refusals from an unreachable server', async () => {
  const api = useApi()
  answer(422, { code: 'bid-too-low', title: 'x', status: 422, min_next: uah(105) })
  await expect(api.post('/x')).rejects.toMatchObject({ name: 'ApiProblem', status: 422, code: 'bid-too-low' })
  answer(404, '<html>')
  await expect(api.get('/x')).rejects.toMatchObject({ name: 'ApiProblem', status: 404, code: 'http-404' })
  answer(503, { code: 'unavailable' }, { 'Retry-After': '7' })
  await expect(api.get('/x')).rejects.toMatchObject({ name: 'ApiOffline', status: 503, retryAfter: 7 })
  fetched.mockRejectedValueOnce(new TypeError('network'))
  await expect(api.get('/x')).rejects.toBeInstanceOf(ApiOffline)
  answer(204)
  expect(await api.del('/x')).toBeNull()
})

it('knows who is here after one question, and asks again only after a failure', async () => {
  const { me, ready, load } = useSession()
  answer(503)
  await expect(load()).rejects.toBeInstanceOf(ApiOffline)
  expect(ready.value).toBe(false)
  answer(401, { code: 'sign-in-required' })
  await Promise.all([load(), load()])
  await load()
  expect(ready.value).toBe(true)
  expect(me.value).toBeNull()
  expect(fetched).toHaveBeenCalledTimes(2)
})

it('signs in and out', async () => {
  const { me, signIn, signOut } = useSession()
  answer(201, account())
  await signIn('olena@example.com', 'secret-secret')
  expect(me.value?.display_name).toBe('Олена')
  answer(401, { code: 'sign-in-required' })
  await signOut()
  expect(me.value).toBeNull()
})

it('runs a command once at a time and keeps its error', async () => {
  let finish = (_: string) => {}
  const { run, pending, error } = useCommand(() => new Promise<string>((resolve) => { finish = resolve }))
  const first = run()
  expect(pending.value).toBe(true)
  expect(await run()).toBeUndefined()
  finish('done')
  expect(await first).toBe('done')
  const failing = useCommand(() => Promise.reject(new ApiOffline()))
  expect(await failing.run()).toBeUndefined()
  expect(failing.error.value).toBeInstanceOf(ApiOffline)
  expect([pending.value, error.value, failing.pending.value]).toEqual([false, null, false])
})

it('says problems in words', () => {
  const text = useProblemText()
  const problem = (code: string, more = {}, status = 422) => new ApiProblem(status, { code, title: 'Назва від сервера', ...more })
  expect(text(problem('bid-too-low', { min_next: uah(1260) }))).toBe('Замало: наступна ставка — щонайменше 1\u00a0260\u00a0₴.')
  expect(text(problem('bid-too-low'))).toBe('Назва від сервера')
  expect(text(problem('too-many-requests', { retry_after_s: 3 }))).toBe('Забагато спроб. Зачекайте 3 секунди.')
  expect(text(problem('something-new'))).toBe('Назва від сервера')
  expect(text(problem('internal-error', {}, 500))).toContain('На сервері сталася помилка')
  expect(text(new ApiOffline())).toContain('недоступний')
  expect(text(new Error('bug'))).toContain('Не вдалося')
  i18n.global.locale.value = 'en' as never
  expect(text(problem('bid-too-low', { min_next: uah(1260) }))).toBe('Too low: the next bid is ₴1,260 or more.')
})
