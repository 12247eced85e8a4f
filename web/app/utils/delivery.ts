import type { FeeBand, Money, Shipping } from '~/types/api'
import { bandsOf } from './fee-bands'

export interface MostToPay { total: Money, premium: number, delivery: 'included' | 'tariff' | 'pickup' }

/**
 * The most a bidder can end up paying: the maximum, the buyer's premium on it, and the dearest delivery whose price is known. Where a carrier's tariff
 * applies the delivery cannot be known here, so it is named beside the sum instead of being guessed.
 */
export function mostToPay(max: Money, shipping: Shipping[], premium_bands: FeeBand[] = []): MostToPay {
  const premium = bandsOf(max.amount, premium_bands)
  const total = { amount: max.amount + premium, currency: max.currency }
  const sent = shipping.filter(way => way.method !== 'pickup')
  if (sent.length === 0) return { total, premium, delivery: 'pickup' }
  if (sent.some(way => !way.cost)) return { total, premium, delivery: 'tariff' }
  const dearest = Math.max(...sent.map(way => way.cost!.amount))
  return { total: { ...total, amount: total.amount + dearest }, premium, delivery: 'included' }
}
