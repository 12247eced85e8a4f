import type { BidResult, Money } from '~/types/api'

/** Placing one bid: nothing is shown as done before the server said so. `confirmed` after the server found the amount unusually high. */
export function useBid(lotId: string, onPlaced: (result: BidResult) => void) {
  const api = useApi()
  const result = ref<BidResult | null>(null)
  const intent = createIntent()

  const { run, pending, error } = useCommand(async (max: Money, confirmed = false) => {
    result.value = null
    const body = confirmed ? { max, confirmed } : { max }
    try {
      const answer = await api.post<BidResult>(`/lots/${lotId}/bids`, body, { idempotencyKey: intent.keyFor(body) })
      intent.settle()
      // A bid that was accepted stays accepted, whatever else the answer lacks.
      if (answer.receipt) keepReceipt(lotId, answer)
      result.value = answer
      onPlaced(answer)
      return answer
    } catch (caught) {
      intent.settle(caught)
      throw caught
    }
  })

  function forget() {
    result.value = null
    error.value = null
  }
  return { place: run, pending, error, result, forget }
}
