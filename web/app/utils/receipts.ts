import { ref } from 'vue'
import type { BidResult, Money } from '~/types/api'

// What this browser remembers to check a lot's log with: receipts of one's own bids, and where the log stood when it was last checked.

export interface Receipt { seq: number, max: Money, salt: string, hash: string, at: string }
export interface SeenHead { seq: number, hash: string }
interface Kept { lot: string, receipts: Receipt[], seen: SeenHead | null }

const key = 'gavel.receipts'
/** Grows with every receipt: raising one's own maximum brings one although nothing public changes. */
export const receiptsKept = ref(0)
const lots_max = 200
const receipts_per_lot_max = 60

function read(): Kept[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(key) ?? '[]')
    return Array.isArray(kept) ? kept as Kept[] : []
  } catch {
    return [] // Private windows may refuse storage; then there is nothing to check with.
  }
}

/** Changes what is kept of one lot; the lots touched longest ago make room. */
function change(lot: string, edit: (kept: Kept) => Kept) {
  const all = read()
  const mine = all.find(each => each.lot === lot) ?? { lot, receipts: [], seen: null }
  const others = all.filter(each => each.lot !== lot).slice(-(lots_max - 1))
  try {
    localStorage.setItem(key, JSON.stringify([...others, edit(mine)]))
  } catch { /* see above */ }
}

export const receiptsOf = (lot: string): Receipt[] => read().find(each => each.lot === lot)?.receipts ?? []
export const seenHeadOf = (lot: string): SeenHead | null => read().find(each => each.lot === lot)?.seen ?? null

export function keepReceipt(lot: string, bid: Pick<BidResult, 'seq' | 'max' | 'placed_at' | 'receipt'>) {
  const receipt: Receipt = { seq: bid.seq, max: bid.max, salt: bid.receipt.salt, hash: bid.receipt.hash, at: bid.placed_at }
  change(lot, kept => ({ ...kept, receipts: [...kept.receipts.filter(each => each.seq !== bid.seq), receipt].slice(-receipts_per_lot_max) }))
  receiptsKept.value += 1
}

export const keepSeenHead = (lot: string, seen: SeenHead) => change(lot, kept => ({ ...kept, seen }))
