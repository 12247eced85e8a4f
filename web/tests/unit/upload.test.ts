import { describe, expect, it, vi } from 'vitest'
import type { Upload } from '../../app/types/api'
import { ApiOffline, ApiProblem } from '../../app/utils/api-error'
import { acceptOf, document_kind, judgeFile, photo_kind } from '../../app/utils/file-kind'
import { sendFile, UploadBroken, type UploadSteps } from '../../app/utils/upload'

const piece = (from: number, to: number) => ({ from, to, url: `/piece/${from}`, headers: {} })
const upload = (part: Partial<Upload> = {}): Upload => ({
  id: '9', state: 'open', content_type: 'image/jpeg', bytes: 30, missing: [piece(0, 10), piece(10, 20), piece(20, 30)], expires_at: '2026-12-01T00:00:00Z', refused: null, photo: null, ...part,
})
const file = new Blob(['x'.repeat(30)])

function steps(part: Partial<UploadSteps> = {}) {
  return {
    begin: vi.fn(() => Promise.resolve(upload())),
    look: vi.fn(() => Promise.resolve(upload())),
    complete: vi.fn(() => Promise.resolve(upload({ state: 'checking', missing: [] }))),
    put: vi.fn<UploadSteps['put']>((_url, _headers, body, onProgress) => { onProgress(body.size / 2); return Promise.resolve(200) }),
    wait: vi.fn(() => Promise.resolve()),
    onBegun: vi.fn(), onProgress: vi.fn(), onWaiting: vi.fn(),
    ...part,
  } satisfies UploadSteps
}
const never = new AbortController().signal

describe('sendFile', () => {
  it('sends every piece, tells how far it is, and completes', async () => {
    const all = steps()
    expect((await sendFile(file, all, never)).state).toBe('checking')
    expect(all.put.mock.calls.map(call => [call[0], call[2].size])).toEqual([['/piece/0', 10], ['/piece/10', 10], ['/piece/20', 10]])
    expect(all.onProgress.mock.calls.map(call => call[0])).toEqual([5, 10, 15, 20, 25, 30])
  })

  it('asks what is missing after a lost connection and sends only that', async () => {
    const answers = [200, null, 200]
    const all = steps({ put: vi.fn(() => Promise.resolve(answers.shift()!)), look: vi.fn(() => Promise.resolve(upload({ missing: [piece(17, 30)] }))) })
    await sendFile(file, all, never)
    expect(all.put.mock.calls.map(call => (call as unknown[])[0])).toEqual(['/piece/0', '/piece/10', '/piece/17'])
    expect(all.onWaiting.mock.calls.map(call => call[0])).toEqual([false, true, false, false])
  })

  it('waits for the server as long as it is away, ever longer', async () => {
    let away = 6
    const all = steps({ begin: vi.fn(() => (away-- > 0 ? Promise.reject(new ApiOffline()) : Promise.resolve(upload()))) })
    await sendFile(file, all, never)
    expect(all.wait.mock.calls.map(call => (call as unknown[])[0])).toEqual([1000, 3000, 8000, 20_000, 20_000, 20_000])
  })

  it('gives up when pieces are refused again and again', async () => {
    const all = steps({ put: vi.fn(() => Promise.resolve(500)) })
    await expect(sendFile(file, all, never)).rejects.toBeInstanceOf(UploadBroken)
    expect(all.put).toHaveBeenCalledTimes(5)
  })

  it('sends what the completion finds missing, and passes refusals on', async () => {
    const refusals = [new ApiProblem(409, { code: 'upload-incomplete' }), new ApiProblem(404, { code: 'upload-not-found' })]
    const all = steps({ complete: vi.fn(() => Promise.reject(refusals.shift()!)), look: vi.fn(() => Promise.resolve(upload({ missing: [piece(20, 30)] }))) })
    await expect(sendFile(file, all, never)).rejects.toMatchObject({ code: 'upload-not-found' })
    expect(all.put).toHaveBeenCalledTimes(4)
  })

  it('stops when told to', async () => {
    const abort = new AbortController()
    const all = steps({ put: vi.fn(() => { abort.abort(); return Promise.resolve(null) }), wait: vi.fn(() => Promise.resolve()) })
    await expect(sendFile(file, all, abort.signal)).rejects.toThrow()
    expect(all.complete).not.toHaveBeenCalled()
  })
})

describe('judgeFile', () => {
  const judged = (name: string, type: string, size = 1000) => judgeFile({ name, type, size }, photo_kind)
  it.each([
    ['a photo', 'a.jpg', 'image/jpeg', { type: 'image/jpeg' }],
    ['a type the browser does not know', 'IMG_1.HEIC', '', { type: 'image/heic' }],
    ['a wrong end of the name', 'a.txt', 'image/png', { type: 'image/png' }],
    ['a drawing', 'a.svg', 'image/svg+xml', { fault: 'wrong_type' }],
    ['a text called a photo', 'a.jpg', 'text/plain', { fault: 'wrong_type' }],
    ['no name to go by', 'photo', '', { fault: 'wrong_type' }],
  ])('%s', (_what, name, type, expected) => expect(judged(name, type)).toEqual(expected))
  it('knows the bounds', () => {
    expect(judged('a.jpg', 'image/jpeg', 0)).toEqual({ fault: 'empty' })
    expect(judged('a.jpg', 'image/jpeg', photo_kind.bytes_max)).toEqual({ type: 'image/jpeg' })
    expect(judged('a.jpg', 'image/jpeg', photo_kind.bytes_max + 1)).toEqual({ fault: 'too_large' })
  })
  it('says what a file field takes', () => expect(acceptOf(document_kind)).toBe('application/pdf,.pdf'))
})
