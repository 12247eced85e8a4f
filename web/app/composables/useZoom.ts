const swipe_min_px = 48
const tap_max_px = 10
const double_tap_max_ms = 320
const wheel_line_px = 16

/**
 * A picture in a window that fingers, a wheel and a mouse enlarge and move. While it is whole, a sidewards stroke asks for another picture
 * instead (`onSwipe` gets -1 or 1).
 */
export function useZoom(box: Ref<HTMLElement | null>, picture: () => Size, onSwipe: (by: -1 | 1) => void) {
  const zoom = ref<Zoom>({ ...whole })
  /** False while a hand moves it: it then follows at once. */
  const eased = ref(true)
  const fingers = new Map<number, Point>()
  let start: Point & { alone: boolean } = { x: 0, y: 0, alone: true }
  let tapped = { x: 0, y: 0, at: -Infinity }

  const middleOf = (points: Point[]): Point => ({ x: points.reduce((sum, each) => sum + each.x, 0) / points.length, y: points.reduce((sum, each) => sum + each.y, 0) / points.length })
  const spread = ([a, b]: Point[]) => Math.hypot(a!.x - b!.x, a!.y - b!.y)
  const far = (a: Point, b: Point) => Math.hypot(a.x - b.x, a.y - b.y) > tap_max_px

  function fromMiddle(event: { clientX: number, clientY: number }): Point {
    const { left, top, width, height } = box.value!.getBoundingClientRect()
    return { x: event.clientX - left - width / 2, y: event.clientY - top - height / 2 }
  }
  function set(next: Zoom) {
    const size = { width: box.value!.clientWidth, height: box.value!.clientHeight }
    zoom.value = kept(next, fitted(picture(), size), size)
  }
  function by(factor: number, point: Point = { x: 0, y: 0 }) {
    eased.value = true
    set(zoomedAt(zoom.value, factor, point))
  }
  function move(x: number, y: number) {
    eased.value = true
    set(moved(zoom.value, { x, y }))
  }
  function reset() { zoom.value = { ...whole } }

  function down(event: PointerEvent) {
    if (event.button !== 0) return
    box.value!.setPointerCapture(event.pointerId)
    fingers.set(event.pointerId, fromMiddle(event))
    start = { ...fromMiddle(event), alone: fingers.size === 1 }
    eased.value = false
  }
  function drag(event: PointerEvent) {
    if (!fingers.has(event.pointerId)) return
    const before = [...fingers.values()]
    fingers.set(event.pointerId, fromMiddle(event))
    const after = [...fingers.values()]
    const from = middleOf(before), to = middleOf(after)
    const shifted = moved(zoom.value, { x: to.x - from.x, y: to.y - from.y })
    set(after.length === 2 && spread(before) > 0 ? zoomedAt(shifted, spread(after) / spread(before), to) : shifted)
  }
  function up(event: PointerEvent) {
    if (!fingers.delete(event.pointerId) || fingers.size > 0 || !start.alone) return
    const at = fromMiddle(event)
    if (!far(at, start)) return tap(at, event.timeStamp)
    const across = at.x - start.x
    if (zoom.value.scale === 1 && Math.abs(across) > Math.max(swipe_min_px, Math.abs(at.y - start.y))) onSwipe(across < 0 ? 1 : -1)
  }
  function tap(at: Point, time: number) {
    const twice = time - tapped.at < double_tap_max_ms && !far(at, tapped)
    tapped = { ...at, at: twice ? -Infinity : time }
    if (twice) by(zoom.value.scale > 1 ? 1 / zoom_max : zoom_tap, at)
  }
  function wheel(event: WheelEvent) {
    event.preventDefault()
    // A pinch on a touchpad arrives as a wheel with Ctrl, in much smaller steps.
    const pixels = event.deltaY * (event.deltaMode === WheelEvent.DOM_DELTA_LINE ? wheel_line_px : 1)
    by(Math.exp(-pixels * (event.ctrlKey ? 0.01 : 0.002)), fromMiddle(event))
    eased.value = false
  }
  function lost(event: PointerEvent) { fingers.delete(event.pointerId) }

  return { zoom, eased, by, move, reset, listeners: { pointerdown: down, pointermove: drag, pointerup: up, pointercancel: lost, wheel } }
}
