/** Chooses among "one | few | many" for Ukrainian and Russian counts; with four forms the first is for zero. */
export function slavicPlural(count: number, choices: number): number {
  const zero = choices > 3 ? 1 : 0
  if (zero === 1 && count === 0) return 0
  const tens = Math.abs(count) % 100
  const ones = tens % 10
  if (ones === 1 && tens !== 11) return zero
  if (ones >= 2 && ones <= 4 && (tens < 12 || tens > 14)) return zero + 1
  return Math.min(zero + 2, choices - 1)
}
