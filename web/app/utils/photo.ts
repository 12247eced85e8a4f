import type { Photo } from '~/types/api'

// Which files of a photo a browser may choose from. The server makes each in several widths and three formats, and never changes one.

export type PhotoFormat = 'avif' | 'webp' | 'jpg'
/** Where a picture stands: a media condition (none for the last) and the width of its place. */
export type PhotoPlace = [condition: string, width: string]

export const photoFile = (photo: Photo, width: number, format: PhotoFormat) => `${photo.url}/${width}.${format}`

export const photoFiles = (photo: Photo, format: PhotoFormat) =>
  photo.widths.map(width => `${photoFile(photo, width, format)} ${width}w`).join(', ')

/** One file that every browser knows: the largest up to a width. */
export function photoFallback(photo: Photo, width_max = 640): string {
  const width = photo.widths.findLast(each => each <= width_max) ?? photo.widths[0]!
  return photoFile(photo, width, 'jpg')
}

/**
 * The `sizes` of a whole picture within places of one ratio (width to height): an upright picture fills only part of the width, and the
 * browser would otherwise fetch a file twice as wide as what it shows.
 */
export function photoSizes(photo: Photo, places: PhotoPlace[], ratio: number): string {
  const part = Math.round(Math.min(1, photo.width / photo.height / ratio) * 100) / 100
  return places.map(([condition, width]) => `${condition} ${part < 1 ? `calc(${width} * ${part})` : width}`.trim()).join(', ')
}
