import type { Payment, StartedPayment } from '~/types/api'

/** One payment, asked about until the server knows how it ended; a hidden page asks when it is looked at again. */
export function usePayment(id: string) {
  const api = useApi()
  const payment = shallowRef<Payment | null>(null)
  const error = shallowRef<unknown>(null)
  const waited = ref(0)
  const phase = computed(() => paymentPhase(payment.value?.state ?? null, waited.value))
  const began = Date.now()
  let answers = 0
  let timer: ReturnType<typeof setTimeout> | undefined

  async function ask() {
    clearTimeout(timer)
    try {
      payment.value = await api.get<Payment>(`/payments/${id}`)
      error.value = null
      ++answers
    } catch (caught) {
      error.value = caught
    }
    waited.value = Date.now() - began
    const gone = error.value instanceof ApiProblem && error.value.status < 500
    if (!gone && (!payment.value || isUnsettled(payment.value.state))) timer = setTimeout(look, nextWait(Math.max(1, answers)))
  }
  let asleep = false
  function look() {
    asleep = document.visibilityState === 'hidden'
    if (!asleep) void ask()
  }
  function wake() {
    if (asleep && document.visibilityState === 'visible') look()
  }
  document.addEventListener('visibilitychange', wake)
  onScopeDispose(() => {
    clearTimeout(timer)
    document.removeEventListener('visibilitychange', wake)
  })
  void ask()
  return { payment, phase, error, ask }
}

/** Begins a payment and leaves for the provider's page. Asked again while that page lives, the server names the same one, so nothing is paid twice. */
export function usePay() {
  const api = useApi()
  const localePath = useLocalePath()
  const { locale } = useI18n()
  const leaving = ref(false)
  const { run, pending, error } = useCommand(async (path: string, body?: unknown) => {
    const made = await api.post<Pick<StartedPayment, 'id'> & { checkout_url: string | null }>(path, body)
    leaving.value = true
    keepPayLanguage(locale.value)
    await (made.checkout_url ? navigateTo(made.checkout_url, { external: true }) : navigateTo(localePath(`/payments/${made.id}`)))
  })
  // Whoever comes back by the browser's button finds the page as it was left, with the button still turning.
  const back = (event: PageTransitionEvent) => { if (event.persisted) leaving.value = false }
  onMounted(() => window.addEventListener('pageshow', back))
  onScopeDispose(() => window.removeEventListener('pageshow', back))
  return { pay: run, pending: computed(() => pending.value || leaving.value), error }
}
