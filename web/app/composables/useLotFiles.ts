import type { LotFiles, OwnDocument, OwnPhoto, Upload } from '~/types/api'

/** While the server checks or turns something, it is asked again this often. */
const look_ms = 1500

/** The photos and documents of one's own lot, with the files that are on their way. */
export function useLotFiles(lotId: string) {
  const api = useApi()
  const files = shallowRef<LotFiles | null>(null)
  const error = ref<unknown>(null)

  // One question at a time; what was asked for meanwhile is asked once more, so the last answer is never older than the last wish.
  let loading = false
  let again = false
  async function load() {
    again = true
    if (loading) return
    loading = true
    while (again) {
      again = false
      try {
        files.value = await api.get<LotFiles>(`/me/lots/${lotId}/files`)
        error.value = null
      } catch (caught) { error.value = caught }
    }
    loading = false
  }

  /** A file whose sending was cut off earlier, perhaps on another page, goes on where it stopped. */
  async function unfinished(open: { id: string }[], uploads: Uploads, file: File, type: string): Promise<Upload | null> {
    const taken = new Set(uploads.transfers.value.map(each => each.id))
    for (const { id } of open.filter(each => !taken.has(each.id))) {
      const upload = await api.get<Upload>(`/uploads/${id}`)
      if (upload.state === 'open' && upload.bytes === file.size && upload.content_type === type) return upload
    }
    return null
  }
  const isOpen = (each: OwnPhoto | OwnDocument) => each.state === 'open'

  const photos: Uploads = useUploads(photo_kind, async (file, type) => {
    const open = (files.value?.photos ?? []).filter(isOpen)
    const upload = await unfinished(open, photos, file, type) ?? await api.post<Upload>(`/lots/${lotId}/photos`, { content_type: type, bytes: file.size })
    void load()
    return upload
  }, () => void load())
  const documents: Uploads = useUploads(document_kind, async (file, type) => {
    const open = (files.value?.documents ?? []).filter(each => isOpen(each) && each.name === documentName(file))
    const upload = await unfinished(open, documents, file, type)
      ?? await api.post<Upload>(`/lots/${lotId}/documents`, { content_type: type, bytes: file.size, name: documentName(file) })
    void load()
    return upload
  }, () => void load())

  // What is checked needs no transfer any more; what is not is asked about again.
  let timer: ReturnType<typeof setTimeout> | undefined
  watch(files, (now) => {
    clearTimeout(timer)
    if (!now) return
    const settled = new Set([...now.photos, ...now.documents].filter(each => each.state === 'ready' || each.state === 'refused').map(each => each.id))
    for (const uploads of [photos, documents]) uploads.transfers.value.filter(each => each.id && settled.has(each.id)).forEach(uploads.drop)
    if ([...now.photos, ...now.documents].some(each => each.state === 'checking') || now.photos.some(each => each.turning)) timer = setTimeout(load, look_ms)
  })
  onScopeDispose(() => clearTimeout(timer))
  void load()

  /** In this order, by ids; what is refused has no place. Shown at once, taken back when the server refuses. */
  const { run: arrange, error: arrangeError } = useCommand(async (ids: string[]) => {
    const before = files.value
    if (!before) return
    const place = (each: OwnPhoto) => (ids.includes(each.id) ? ids.indexOf(each.id) : ids.length)
    files.value = { ...before, photos: [...before.photos].sort((a, b) => place(a) - place(b)) }
    try {
      files.value = await api.put<LotFiles>(`/lots/${lotId}/photos/order`, { photos: ids })
    } catch (caught) {
      files.value = before
      void load()
      throw caught
    }
  })

  async function edit(id: string, change: { alt?: string | null, quarter_turns?: number }) {
    const changed = await api.patch<OwnPhoto>(`/lots/${lotId}/photos/${id}`, change)
    if (files.value) files.value = { ...files.value, photos: files.value.photos.map(each => (each.id === id ? changed : each)) }
  }

  async function remove(kind: 'photos' | 'documents', id: string) {
    const transfer = (kind === 'photos' ? photos : documents).transfers.value.find(each => each.id === id)
    if (transfer) (kind === 'photos' ? photos : documents).drop(transfer)
    const mine = files.value?.[kind].find(each => each.id === id)
    await api.del(mine?.state === 'ready' ? `/lots/${lotId}/${kind}/${id}` : `/uploads/${id}`)
    await load()
  }

  return { files, error, load, photos, documents, arrange, arrangeError, edit, remove }
}
export type OwnFiles = ReturnType<typeof useLotFiles>

/** The name a document keeps: at most so long, the end of it kept. */
const document_name_max = 120
const documentName = (file: File) => (file.name.length <= document_name_max ? file.name : `${file.name.slice(0, document_name_max - 4)}.pdf`)
