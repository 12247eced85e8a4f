import type { Audience, Segment } from '~/types/api'

const pause_ms = 400

/** How many a segment reaches, asked anew a moment after it changed; an answer to an older question is thrown away. */
export function useAudience(segment: () => Segment) {
  const api = useApi()
  const audience = shallowRef<Audience | null>(null)
  const error = shallowRef<unknown>(null)
  let round = 0
  let timer: ReturnType<typeof setTimeout> | undefined

  async function count() {
    const mine = ++round
    try {
      const answer = await api.post<Audience>('/newsletters/audience', segment())
      if (mine !== round) return
      audience.value = answer
      error.value = null
    } catch (caught) {
      if (mine === round) error.value = caught
    }
  }
  watch(() => JSON.stringify(segment()), () => {
    audience.value = null
    clearTimeout(timer)
    timer = setTimeout(() => { void count() }, pause_ms)
  })
  void count()
  onScopeDispose(() => clearTimeout(timer))
  return { audience, error, count }
}
