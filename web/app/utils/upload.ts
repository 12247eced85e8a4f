import type { Upload } from '~/types/api'

/** What one PUT of a piece came to: the answer's status, or null when there was none. */
export type PutPiece = (url: string, headers: Record<string, string>, body: Blob, onProgress: (bytes: number) => void, signal: AbortSignal) => Promise<number | null>

export interface UploadSteps {
  /** Asks for the upload; called until it answers. */
  begin(): Promise<Upload>
  look(id: string): Promise<Upload>
  complete(id: string): Promise<Upload>
  put: PutPiece
  /** Resolves when another attempt makes sense: after so long, or as soon as the connection is back. */
  wait(ms: number, signal: AbortSignal): Promise<void>
  onBegun(upload: Upload): void
  onProgress(bytes: number): void
  /** Whether the connection is gone and we are waiting for it. */
  onWaiting(waiting: boolean): void
}

const retry_ms = [1_000, 3_000, 8_000, 20_000]
/** So often may pieces fail for another reason than the connection before the file is given up. */
const failures_max = 5

/**
 * Sends one file: every missing piece, then the completion. After a lost connection the server says what is still missing, so nothing is sent
 * twice. Throws ApiProblem when the server refuses, UploadBroken when pieces fail for no reason it names, the signal's reason when aborted.
 */
export async function sendFile(file: Blob, steps: UploadSteps, signal: AbortSignal): Promise<Upload> {
  let attempts = 0
  /** Repeats what fails for want of a connection, ever less often. */
  async function insist<T>(action: () => Promise<T>): Promise<T> {
    for (;;) {
      signal.throwIfAborted()
      try {
        const answer = await action()
        steps.onWaiting(false)
        return answer
      } catch (error) {
        if (!(error instanceof ApiOffline)) throw error
        await pause()
      }
    }
  }
  async function pause() {
    steps.onWaiting(true)
    await steps.wait(retry_ms[Math.min(attempts++, retry_ms.length - 1)]!, signal)
  }

  let upload = await insist(() => steps.begin())
  steps.onBegun(upload)
  let failures = 0
  for (;;) {
    while (upload.missing.length > 0) {
      signal.throwIfAborted()
      const [piece, ...rest] = upload.missing as [Upload['missing'][number], ...Upload['missing']]
      const before = upload.bytes - upload.missing.reduce((sum, each) => sum + each.to - each.from, 0)
      const status = await steps.put(piece.url, piece.headers, file.slice(piece.from, piece.to), bytes => steps.onProgress(before + bytes), signal)
      if (status !== null && status < 300) {
        attempts = failures = 0
        upload = { ...upload, missing: rest }
        steps.onProgress(before + piece.to - piece.from)
        continue
      }
      // A store of another site hides its refusals from the page: they look like a lost connection, and the server knows what arrived.
      if (status !== null && ++failures >= failures_max) throw new UploadBroken()
      await pause()
      upload = await insist(() => steps.look(upload.id))
    }
    try {
      return await insist(() => steps.complete(upload.id))
    } catch (error) {
      if (!(error instanceof ApiProblem) || error.code !== 'upload-incomplete' || ++failures >= failures_max) throw error
      upload = await insist(() => steps.look(upload.id))
    }
  }
}

export class UploadBroken extends Error {}

/** A PUT that tells how far it is, which fetch cannot. */
export const putPiece: PutPiece = (url, headers, body, onProgress, signal) => new Promise((resolve, reject) => {
  const request = new XMLHttpRequest()
  const abort = () => request.abort()
  const end = (status: number | null) => {
    signal.removeEventListener('abort', abort)
    if (signal.aborted) reject(signal.reason as Error)
    else resolve(status)
  }
  request.open('PUT', url)
  for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value)
  request.upload.onprogress = event => onProgress(event.loaded)
  request.onload = () => end(request.status)
  request.onerror = request.onabort = () => end(null)
  signal.addEventListener('abort', abort)
  request.send(body)
})

/** Resolves after `ms`, or at once when the browser finds the network again. */
export const waitForNetwork = (ms: number, signal: AbortSignal) => new Promise<void>((resolve, reject) => {
  const timer = setTimeout(end, ms)
  function end() {
    clearTimeout(timer)
    window.removeEventListener('online', end)
    signal.removeEventListener('abort', end)
    if (signal.aborted) reject(signal.reason as Error)
    else resolve()
  }
  window.addEventListener('online', end)
  signal.addEventListener('abort', end)
})
