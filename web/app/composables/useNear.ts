import type { Ref } from 'vue'

/** True from the moment on at which the element is in view or nearly so. */
export function useNear(element: Ref<HTMLElement | null>, margin = '300px') {
  const near = ref(false)
  watch(element, (there, _, stop) => {
    if (!there || near.value) return
    const watcher = new IntersectionObserver((entries) => {
      if (!entries.some(entry => entry.isIntersecting)) return
      near.value = true
      watcher.disconnect()
    }, { rootMargin: margin })
    watcher.observe(there)
    stop(() => watcher.disconnect())
  }, { immediate: true, flush: 'post' })
  return near
}
