import type { LotEdit, Money, SellerLot } from '~/types/api'
import { stepAt, usual_increments } from './steps'

/** What the sell form holds: exactly the members of a draft, as the seller typed them. */
export type LotForm = Pick<SellerLot, 'title' | 'description' | 'category_id' | 'condition' | 'location' | 'shipping'
  | 'start_price' | 'reserve_price' | 'buy_now_price' | 'step' | 'starts_at' | 'duration_s' | 'ends_at'>
export type LotField = keyof LotForm

/** Bounds of the contract (src/modules/lots/openapi.yaml); amounts are in minor units. */
export const lotLimits = {
  title_min: 5,
  title_max: 120,
  description_max: 20_000,
  addition_max: 5_000,
  location_max: 80,
  duration_min_s: 60,
  duration_max_s: 30 * 86_400,
  start_ahead_max_s: 30 * 86_400,
  granularity: 100,
  amount_max: 100_000_000_000,
} as const

/** Why a field is not acceptable; the page turns it into a sentence that says how to fix it. */
export type FieldFault =
  | 'too_short' | 'too_long' | 'not_positive' | 'too_large' | 'not_whole' | 'reserve_not_above_start' | 'buy_now_too_low' | 'step_out_of_range'
  | 'starts_in_past' | 'starts_too_late' | 'ends_before_start' | 'duration_too_short' | 'duration_too_long'

export type LotFaults = Partial<Record<LotField, FieldFault>>

export function formOf(lot: SellerLot): LotForm {
  const { title, description, category_id, condition, location, shipping, start_price, reserve_price, buy_now_price, step, starts_at, duration_s, ends_at } = lot
  return { title, description, category_id, condition, location, shipping: shipping.map(way => ({ ...way })), start_price, reserve_price, buy_now_price, step, starts_at, duration_s, ends_at }
}

function amountFault(amount: number): FieldFault | undefined {
  if (amount <= 0) return 'not_positive'
  if (amount > lotLimits.amount_max) return 'too_large'
  if (amount % lotLimits.granularity !== 0) return 'not_whole'
}

/** The least price for buying at once: 30 % above the start, and above the reserve. */
export function buyNowMin(start: Money | null, reserve: Money | null): number {
  const whole = lotLimits.granularity
  const above = start ? Math.ceil(start.amount * 13 / 10 / whole) * whole : whole
  return Math.max(above, reserve ? reserve.amount + whole : 0)
}

/** What a seller's own step may be: from half to ten times the usual one at the start price. */
export function stepBounds(start: Money | null): { min: number, max: number } {
  const usual = stepAt(usual_increments, start?.amount ?? 0)
  const whole = lotLimits.granularity
  return { min: Math.ceil(usual / 2 / whole) * whole, max: usual * 10 }
}

function scheduleFault(form: LotForm, now: number): LotFaults {
  const faults: LotFaults = {}
  const starts = form.starts_at ? Date.parse(form.starts_at) : now
  if (form.starts_at && starts <= now) faults.starts_at = 'starts_in_past'
  else if (starts - now > lotLimits.start_ahead_max_s * 1000) faults.starts_at = 'starts_too_late'

  const seconds = form.ends_at ? (Date.parse(form.ends_at) - starts) / 1000 : form.duration_s
  const field: LotField = form.ends_at ? 'ends_at' : 'duration_s'
  if (seconds === null) return faults
  if (form.ends_at && seconds <= 0) faults[field] = 'ends_before_start'
  else if (seconds < lotLimits.duration_min_s) faults[field] = 'duration_too_short'
  else if (seconds > lotLimits.duration_max_s) faults[field] = 'duration_too_long'
  return faults
}

/** Checks what is filled in; empty fields are the checklist's business. `now` in milliseconds. */
export function faultsOf(form: LotForm, now: number): LotFaults {
  const faults: LotFaults = scheduleFault(form, now)
  const title = form.title?.trim() ?? ''
  if (title && title.length < lotLimits.title_min) faults.title = 'too_short'
  if (title.length > lotLimits.title_max) faults.title = 'too_long'
  if ((form.description?.length ?? 0) > lotLimits.description_max) faults.description = 'too_long'
  if ((form.location?.length ?? 0) > lotLimits.location_max) faults.location = 'too_long'
  if (form.start_price) faults.start_price = amountFault(form.start_price.amount)
  if (form.reserve_price) {
    const low = form.start_price && form.reserve_price.amount <= form.start_price.amount
    faults.reserve_price = amountFault(form.reserve_price.amount) ?? (low ? 'reserve_not_above_start' : undefined)
  }
  if (form.buy_now_price) {
    const low = form.buy_now_price.amount < buyNowMin(form.start_price, form.reserve_price)
    faults.buy_now_price = amountFault(form.buy_now_price.amount) ?? (low ? 'buy_now_too_low' : undefined)
  }
  if (form.step) {
    const { min, max } = stepBounds(form.start_price)
    const outside = form.step.amount < min || form.step.amount > max
    faults.step = amountFault(form.step.amount) ?? (outside ? 'step_out_of_range' : undefined)
  }
  // Unlike a price, a delivery may cost nothing.
  for (const way of form.shipping) if (way.cost && way.cost.amount !== 0) faults.shipping ??= amountFault(way.cost.amount)
  return Object.fromEntries(Object.entries(faults).filter(([, fault]) => fault)) as LotFaults
}

export type MissingField = SellerLot['missing'][number]

/** What publishing still needs, in the order of the form. */
export function missingOf(form: LotForm): MissingField[] {
  const have: Record<MissingField, boolean> = {
    title: !!form.title?.trim(),
    category_id: !!form.category_id,
    condition: !!form.condition,
    description: !!form.description?.trim(),
    start_price: !!form.start_price,
    duration: form.duration_s !== null || form.ends_at !== null,
    location: !!form.location?.trim(),
    shipping: form.shipping.length > 0,
  }
  return (Object.keys(have) as MissingField[]).filter(field => !have[field])
}

/** The part of an edit that may be sent: faulty fields wait until they are mended, blank text clears. */
export function sendable(patch: Partial<LotForm>, faults: LotFaults): LotEdit {
  const edit: Record<string, unknown> = {}
  for (const [field, value] of Object.entries(patch)) {
    if (faults[field as LotField]) continue
    edit[field] = typeof value === 'string' ? value.trim() || null : value
  }
  return edit as LotEdit
}
