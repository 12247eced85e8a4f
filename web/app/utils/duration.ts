/** The longest unit that expresses a whole number of seconds: 86400 → one day, 5400 → 90 minutes. */
export type DurationUnit = 'minutes' | 'hours' | 'days'

export const secondsIn: Record<DurationUnit, number> = { minutes: 60, hours: 3600, days: 86400 }

export function splitDuration(seconds: number): { count: number, unit: DurationUnit } {
  const unit = (['days', 'hours', 'minutes'] as const).find(candidate => seconds % secondsIn[candidate] === 0) ?? 'minutes'
  return { count: Math.max(1, Math.round(seconds / secondsIn[unit])), unit }
}

/** RFC 3339 → the value of a datetime-local field in the visitor's own zone. */
export function toLocalInput(iso: string | null | undefined): string {
  if (!iso) return ''
  const at = new Date(iso)
  if (Number.isNaN(at.getTime())) return ''
  const local = new Date(at.getTime() - at.getTimezoneOffset() * 60_000)
  return local.toISOString().slice(0, 16)
}

/** The value of a datetime-local field → RFC 3339 in UTC; null when empty or not a time. */
export function fromLocalInput(text: string): string | null {
  if (!text) return null
  const at = new Date(text)
  return Number.isNaN(at.getTime()) ? null : at.toISOString()
}
