/** What may be sent where; the server has the last word and looks at the content. */
export interface FileKind {
  /** By the end of the name: a browser knows no type of some files, of HEIC for example. */
  types: Record<string, string>
  bytes_max: number
}

const pictures = { jpg: 'image/jpeg', jpeg: 'image/jpeg', png: 'image/png', webp: 'image/webp', avif: 'image/avif', heic: 'image/heic', heif: 'image/heif' }
export const photo_kind: FileKind = { types: pictures, bytes_max: 20 * 1024 * 1024 }
export const portrait_kind: FileKind = { types: pictures, bytes_max: 8 * 1024 * 1024 }
export const document_kind: FileKind = { types: { pdf: 'application/pdf' }, bytes_max: 10 * 1024 * 1024 }
export const photos_max = 24
export const documents_max = 8

export type FileFault = 'wrong_type' | 'too_large' | 'empty'

/** For the `accept` of a file field. */
export const acceptOf = (kind: FileKind) => [...new Set(Object.values(kind.types)), ...Object.keys(kind.types).map(end => `.${end}`)].join(',')

/** The type to send a file as, or what is wrong with it. */
export function judgeFile(file: { name: string, type: string, size: number }, kind: FileKind): { type: string } | { fault: FileFault } {
  const end = file.name.split('.').at(-1)?.toLowerCase() ?? ''
  const named = file.type === '' || file.type === 'application/octet-stream' ? kind.types[end] : file.type
  const type = Object.values(kind.types).find(each => each === named)
  if (!type) return { fault: 'wrong_type' }
  if (file.size === 0) return { fault: 'empty' }
  return file.size > kind.bytes_max ? { fault: 'too_large' } : { type }
}
