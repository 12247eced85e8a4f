import { ref, readonly } from 'vue'

/** Time of the server, not of the device: countdowns must agree with the hammer. One tick for the whole page. */
const offset = ref(0)
const now = ref(Date.now())
let timer: ReturnType<typeof setTimeout> | undefined
let synced = false
/** A message later than this is taken for a change of the device's clock. */
const leap_ms = 3000

function tick() {
  now.value = Date.now() + offset.value
  // Aim at the next whole server second, so that all countdowns of a page change together.
  timer = setTimeout(tick, 1000 - (now.value % 1000) + 5)
}

/** Learns the difference from a time the server sent just now. */
function sync(iso: string) {
  const server = Date.parse(iso)
  if (Number.isNaN(server)) return
  // Messages only ever arrive late, so the largest difference seen is nearest to the truth; a leap back means a changed clock.
  const difference = server - Date.now()
  if (!synced || difference > offset.value || offset.value - difference > leap_ms) {
    synced = true
    offset.value = difference
    now.value = server
    if (timer !== undefined) {
      clearTimeout(timer)
      tick()
    }
  }
}

export function useServerClock() {
  if (timer === undefined) tick()
  return { now: readonly(now), sync }
}

/** Forgets what was learned and stops ticking; for tests. */
export function resetServerClock() {
  clearTimeout(timer)
  timer = undefined
  synced = false
  offset.value = 0
  now.value = Date.now()
}
