import type { Lot } from '~/types/api'

type Increments = Lot['increments']

/** The step at `price` (minor units): that of the last row whose `from` is not above it. 1 when the table says nothing. */
export function stepAt(increments: Increments, price: number): number {
  let step = 1
  for (const row of increments) {
    if (row.from > price) break
    step = row.step
  }
  return step
}

/** `count` steps above `price`, each looked up where it starts. */
export function stepsAbove(increments: Increments, price: number, count: number): number {
  let result = price
  for (let i = 0; i < count; i += 1) result += stepAt(increments, result)
  return result
}

/** Three round offers beginning with the least allowed amount: that amount, and a few steps above it. */
export function quickAmounts(increments: Increments, least: number): number[] {
  return [least, stepsAbove(increments, least, 2), stepsAbove(increments, least, 5)]
}

const hundred = 100
/** The usual steps in kopiykas, for what is said before a lot exists. Each lot's page goes by the table the server sends with it. */
export const usual_increments: Increments = ([
  [0, 1], [20, 2], [100, 5], [500, 10], [1000, 20], [2500, 50], [5000, 100], [10_000, 200], [25_000, 500], [50_000, 1000], [100_000, 2000], [250_000, 5000], [1_000_000, 10_000],
] as const).map(([from, step]) => ({ from: from * hundred, step: step * hundred }))
