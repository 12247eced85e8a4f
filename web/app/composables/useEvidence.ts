import type { Upload } from '~/types/api'

export const evidence_max = 10

/** Pictures for a message or a dispute: sent while one writes, named by their ids once they have arrived. */
export function useEvidence(orderId: string) {
  const api = useApi()
  const uploads = useUploads(photo_kind, (file, type) => api.post<Upload>(`/orders/${orderId}/evidence`, { content_type: type, bytes: file.size }), () => {})
  const ids = computed(() => uploads.transfers.value.flatMap(each => (each.state === 'sent' && each.id ? [each.id] : [])))
  const room = computed(() => evidence_max - uploads.transfers.value.filter(each => !each.fault).length)
  return { uploads, ids, room, clear: () => { for (const each of [...uploads.transfers.value]) uploads.drop(each) } }
}
export type Evidence = ReturnType<typeof useEvidence>
