/** Counts seconds down to zero, for refusals that say when to try again. */
export function useWait() {
  const left = ref(0)
  let timer: ReturnType<typeof setInterval> | undefined
  let until = 0

  function tick() {
    left.value = Math.max(0, Math.ceil((until - Date.now()) / 1000))
    if (left.value === 0) clearInterval(timer)
  }

  function begin(seconds: number) {
    clearInterval(timer)
    until = Date.now() + seconds * 1000
    timer = setInterval(tick, 500)
    tick()
  }

  onScopeDispose(() => clearInterval(timer))
  return { left: readonly(left), begin }
}
