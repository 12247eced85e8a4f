import type { Upload } from '~/types/api'

/** One file on its way: queued, sending, waiting for the connection, sent (and being checked), or failed. */
export interface Transfer {
  readonly key: number
  readonly file: File
  /** What it is sent as; null when its fault says why it is not. */
  readonly type: string | null
  /** An address of the file itself, for the picture shown meanwhile. */
  readonly preview: string
  state: 'queued' | 'sending' | 'waiting' | 'sent' | 'failed'
  sent: number
  /** Of the upload, once the server knows it. */
  id: string | null
  /** Why it failed: what is wrong with the file, or the error that ended it. */
  fault: FileFault | null
  error: unknown
}

/** So many files are sent at the same time; the others wait their turn. */
const at_once_max = 2
let keys = 0

/** Sends files, a few at a time, and goes on by itself after a lost connection. `begin` asks the server for the upload of a file. */
export function useUploads(kind: FileKind, begin: (file: File, type: string) => Promise<Upload>, onSent: (upload: Upload) => void) {
  const api = useApi()
  const transfers = ref<Transfer[]>([])
  const aborts = new Map<number, AbortController>()
  const busy = computed(() => transfers.value.some(each => each.state === 'queued' || each.state === 'sending' || each.state === 'waiting'))

  function add(files: Iterable<File>) {
    for (const file of files) {
      const judged = judgeFile(file, kind)
      const type = 'type' in judged ? judged.type : null
      const fault = 'fault' in judged ? judged.fault : null
      transfers.value.push({ key: ++keys, file: markRaw(file), type, preview: URL.createObjectURL(file), state: fault ? 'failed' : 'queued', sent: 0, id: null, fault, error: null })
    }
    startNext()
  }

  /** The server puts files in the order in which it learns of them: the next one waits until the one before it is known. */
  function startNext() {
    const running = transfers.value.filter(each => each.state === 'sending' || each.state === 'waiting')
    const next = transfers.value.find(each => each.state === 'queued')
    if (next && running.length < at_once_max && running.every(each => each.id !== null)) void run(next)
  }

  async function run(transfer: Transfer) {
    const abort = new AbortController()
    aborts.set(transfer.key, abort)
    transfer.state = 'sending'
    try {
      const upload = await sendFile(transfer.file, {
        begin: () => begin(transfer.file, transfer.type!),
        look: id => api.get<Upload>(`/uploads/${id}`),
        complete: id => api.post<Upload>(`/uploads/${id}/completion`),
        put: putPiece,
        wait: waitForNetwork,
        onBegun: ({ id }) => {
          transfer.id = id
          startNext()
        },
        onProgress: (bytes) => { transfer.sent = bytes },
        onWaiting: (waiting) => { transfer.state = waiting ? 'waiting' : 'sending' },
      }, abort.signal)
      transfer.state = 'sent'
      onSent(upload)
    } catch (error) {
      if (abort.signal.aborted) return
      transfer.state = 'failed'
      transfer.error = error
    } finally {
      aborts.delete(transfer.key)
      startNext()
    }
  }

  function retry(transfer: Transfer) {
    Object.assign(transfer, { state: 'queued', error: null, sent: 0, id: null })
    startNext()
  }

  /** Forgets a transfer and stops it; what the server has of it is not touched. */
  function drop(transfer: Transfer) {
    aborts.get(transfer.key)?.abort()
    URL.revokeObjectURL(transfer.preview)
    transfers.value = transfers.value.filter(each => each.key !== transfer.key)
  }

  // Leaving would cut off what is on its way. The server keeps what arrived, but a person should know.
  const warn = (event: BeforeUnloadEvent) => { if (busy.value) event.preventDefault() }
  onMounted(() => window.addEventListener('beforeunload', warn))
  onScopeDispose(() => {
    window.removeEventListener('beforeunload', warn)
    for (const each of [...transfers.value]) drop(each)
  })

  return { kind, transfers, busy, add, retry, drop }
}
export type Uploads = ReturnType<typeof useUploads>
