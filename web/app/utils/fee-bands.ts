import type { FeeBand } from '~/types/api'

/**
 * What progressive bands take of a price, rounded once, half up: each part of the price by the band it lies in. It is the sum the server
 * will come to, for amounts that are still being typed.
 */
export function bandsOf(price: number, bands: FeeBand[]): number {
  let hundredths = 0n
  bands.forEach((band, at) => {
    const end = Math.min(price, bands[at + 1]?.from ?? price)
    if (end > band.from) hundredths += BigInt(end - band.from) * BigInt(band.basis_points)
  })
  return Number((hundredths + 5_000n) / 10_000n)
}
