import type { BidResult, Money } from '~/types/api'

/** Placing one bid: nothing is shown as done before the server said so. */
export function useBid(lotId: string, onPlaced: (result: BidResult) => void) {
  const api = useApi()
  const result = ref<BidResult | null>(null)
  // One key per intent: a repeat after a lost answer must not become a second bid.
  let intent: { amount: number, key: string } | null = null

  const { run, pending, error } = useCommand(async (max: Money) => {
    result.value = null
    if (intent?.amount !== max.amount) intent = { amount: max.amount, key: newKey() }
    try {
      const answer = await api.post<BidResult>(`/lots/${lotId}/bids`, { max }, { idempotencyKey: intent.key })
      intent = null
      result.value = answer
      onPlaced(answer)
      return answer
    } catch (caught) {
      // A refusal settles the intent; after silence or a failure of the server nobody knows, so the next try repeats it.
      if (caught instanceof ApiProblem && caught.status < 500) intent = null
      throw caught
    }
  })

  function forget() {
    result.value = null
    error.value = null
  }
  return { place: run, pending, error, result, forget }
}

/** A UUID also where the page is not served over TLS and crypto.randomUUID is missing. */
function newKey(): string {
  if (typeof crypto.randomUUID === 'function') return crypto.randomUUID()
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  bytes[6] = (bytes[6]! & 0x0f) | 0x40
  bytes[8] = (bytes[8]! & 0x3f) | 0x80
  const hex = [...bytes].map(byte => byte.toString(16).padStart(2, '0')).join('')
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}
