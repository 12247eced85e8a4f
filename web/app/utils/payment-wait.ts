import type { PaymentState } from '~/types/api'

/**
 * How the page after the payment waits: it asks soon, then ever more rarely, and never says more than the server has said. After
 * `patience_ms` it tells the person that nobody needs to stay; it goes on asking all the same.
 */
export const wait_min_ms = 1_500
export const wait_max_ms = 20_000
export const patience_ms = 60_000

/** The pause before the next question, after so many answers that settled nothing. */
export const nextWait = (answers: number) => Math.min(wait_max_ms, Math.round(wait_min_ms * 1.6 ** Math.max(0, answers - 1)))

export type PaymentPhase = Exclude<PaymentState, 'created' | 'pending'> | 'waiting' | 'long'

/** What the page shows. Only an answer of the server makes it anything else than waiting. */
export function paymentPhase(state: PaymentState | null, waited_ms: number): PaymentPhase {
  if (state === null || state === 'created' || state === 'pending') return waited_ms >= patience_ms ? 'long' : 'waiting'
  return state
}

/** Whether another question can bring news. */
export const isUnsettled = (state: PaymentState) => state === 'created' || state === 'pending' || state === 'refunding'
