import type { OrderSummary } from '~/types/api'

/** Pauses between looks for an order that is not there yet. It is opened some seconds after the hammer; when many lots end at once, within a minute or two. */
export const order_waits_ms = [1_000, 2_000, 4_000, 8_000, 15_000, 30_000, 60_000] as const

/** Where buyer or seller of a sold lot find its order: the order itself once it is there, until then the list. */
export function useLotOrder(lotId: string, role: () => 'buyer' | 'seller' | null) {
  const api = useApi()
  const { unread } = useLive()
  const id = ref<string | null>(null)
  let timer: ReturnType<typeof setTimeout> | undefined
  let waits: number[] = []
  let gone = false
  onScopeDispose(() => {
    gone = true
    clearTimeout(timer)
  })

  async function look() {
    const as = role()
    clearTimeout(timer)
    if (!as || id.value || gone) return
    const found = await api.get<{ items: OrderSummary[] }>('/orders', { role: as, lot: lotId, limit: 1 }).catch(() => null)
    id.value = found?.items[0]?.id ?? id.value
    clearTimeout(timer)
    const wait = id.value || gone ? undefined : waits.shift()
    if (wait !== undefined) timer = setTimeout(look, wait)
  }
  watch(role, () => {
    waits = [...order_waits_ms]
    void look()
  }, { immediate: true })
  // The message about an order is written together with it.
  watch(unread, (count, before) => { if (count !== null && before !== null && count > before) void look() })

  const path = computed(() => id.value ? `/orders/${id.value}` : { path: '/orders', query: role() === 'seller' ? { role: 'seller' } : {} })
  return { path }
}
