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

/** A maximum this many times the next minimum is more often a slip of the finger than a wish. */
export const large_factor = 10

export const isLarge = (amount: number, least: number) => amount > least * large_factor
