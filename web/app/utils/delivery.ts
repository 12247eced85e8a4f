import type { Money, Shipping } from '~/types/api'

export interface MostToPay { total: Money, delivery: 'included' | 'tariff' | 'pickup' }

/**
 * The most a bidder can end up paying: the maximum plus the dearest delivery whose price is known. Where a carrier's tariff
 * applies the delivery cannot be known here, so it is named beside the sum instead of being guessed.
 */
export function mostToPay(max: Money, shipping: Shipping[]): MostToPay {
  const sent = shipping.filter(way => way.method !== 'pickup')
  if (sent.length === 0) return { total: max, delivery: 'pickup' }
  if (sent.some(way => !way.cost)) return { total: max, delivery: 'tariff' }
  const dearest = Math.max(...sent.map(way => way.cost!.amount))
  return { total: { amount: max.amount + dearest, currency: max.currency }, delivery: 'included' }
}
