import type { OwnPhoto } from '~/types/api'

/** One place in the album: what the server has of a photo, the file on its way, or both. */
export interface Tile { key: string, photo: OwnPhoto | null, transfer: Transfer | null }

/** The photos in their order, then the files whose upload has not begun. Refused ones stand last: they have no place. */
export function usePhotoTiles(own: OwnFiles) {
  const tiles = computed((): Tile[] => {
    const transfers = own.photos.transfers.value
    const photos = own.files.value?.photos ?? []
    const known = photos.map((photo): Tile => ({ key: photo.id, photo, transfer: transfers.find(each => each.id === photo.id) ?? null }))
    const begun = new Set(photos.map(photo => photo.id))
    const begins = transfers.filter(each => !each.id || !begun.has(each.id)).map((transfer): Tile => ({ key: `file ${transfer.key}`, photo: null, transfer }))
    return [...known.filter(tile => tile.photo?.state !== 'refused'), ...begins, ...known.filter(tile => tile.photo?.state === 'refused')]
  })
  /** Those that have a place among the others. */
  const placed = computed(() => tiles.value.flatMap(tile => (tile.photo && tile.photo.state !== 'refused' ? [tile.photo.id] : [])))

  /** Moves one to another place, counted from 0. */
  function move(id: string, to: number) {
    const ids = placed.value.filter(each => each !== id)
    ids.splice(Math.max(0, Math.min(to, ids.length)), 0, id)
    if (ids.join() !== placed.value.join()) void own.arrange(ids)
  }
  return { tiles, placed, move }
}
