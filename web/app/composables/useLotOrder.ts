import type { OrderSummary } from '~/types/api'

/** Where buyer or seller of a sold lot find its order: the order itself once it is there (some seconds after the hammer), until then the list. */
export function useLotOrder(lotId: string, role: () => 'buyer' | 'seller' | null) {
  const api = useApi()
  const id = ref<string | null>(null)
  async function look() {
    const as = role()
    if (!as || id.value) return
    const found = await api.get<{ items: OrderSummary[] }>('/orders', { role: as, lot: lotId, limit: 1 }).catch(() => null)
    id.value = found?.items[0]?.id ?? null
  }
  onMounted(look)
  watch(role, look)
  const path = computed(() => id.value ? `/orders/${id.value}` : { path: '/orders', query: role() === 'seller' ? { role: 'seller' } : {} })
  return { path }
}
