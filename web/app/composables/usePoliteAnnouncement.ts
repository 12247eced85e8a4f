import type { Ref } from 'vue'

/**
 * Text for a polite live region: at most one announcement per `every_ms`, always the newest, so that a bidding war does
 * not bury a listener. The first value is what the page says anyway and is not announced.
 */
export function usePoliteAnnouncement(text: Ref<string>, every_ms = 5000) {
  const spoken = ref('')
  let last = -Infinity
  let timer: ReturnType<typeof setTimeout> | undefined

  function speak() {
    timer = undefined
    last = Date.now()
    spoken.value = text.value
  }
  watch(text, (_, before) => {
    if (before === '' || timer !== undefined) return
    const wait = last + every_ms - Date.now()
    if (wait <= 0) speak()
    else timer = setTimeout(speak, wait)
  })
  onScopeDispose(() => clearTimeout(timer))
  return spoken
}
