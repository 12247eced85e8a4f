// How an enlarged picture lies in its window: a scale around the window's middle, then a shift in CSS pixels. All pure.

export interface Zoom { scale: number, x: number, y: number }
export interface Point { x: number, y: number }
export interface Size { width: number, height: number }

export const zoom_max = 6
export const zoom_step = 1.6
/** What a double tap makes of a whole picture. */
export const zoom_tap = 2.5
export const whole: Readonly<Zoom> = { scale: 1, x: 0, y: 0 }

const between = (value: number, min: number, max: number) => Math.min(max, Math.max(min, value))

/** A picture of this shape as large as the window lets it be whole. */
export function fitted(picture: Size, box: Size): Size {
  const scale = Math.min(box.width / picture.width, box.height / picture.height)
  return { width: picture.width * scale, height: picture.height * scale }
}

/** No edge of the picture leaves the window's edge while there is more picture beyond the other. */
export function kept(zoom: Zoom, shown: Size, box: Size): Zoom {
  const scale = between(zoom.scale, 1, zoom_max)
  const x_max = Math.max(0, (shown.width * scale - box.width) / 2)
  const y_max = Math.max(0, (shown.height * scale - box.height) / 2)
  return { scale, x: between(zoom.x, -x_max, x_max), y: between(zoom.y, -y_max, y_max) }
}

/** Scales by `factor`; what is under `point` (from the window's middle) stays under it. */
export function zoomedAt(zoom: Zoom, factor: number, point: Point): Zoom {
  const scale = between(zoom.scale * factor, 1, zoom_max)
  const real = scale / zoom.scale
  return { scale, x: point.x - (point.x - zoom.x) * real, y: point.y - (point.y - zoom.y) * real }
}

export const moved = (zoom: Zoom, by: Point): Zoom => ({ ...zoom, x: zoom.x + by.x, y: zoom.y + by.y })
