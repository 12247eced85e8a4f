/** Moments and time left in the visitor's language and zone. */
export function useTime() {
  const { t, locale } = useI18n()
  const { now } = useServerClock()

  /** "2 д 4 год", "4 год 12 хв", "14 хв 20 с", "9 с". */
  function leftOf(ms: number): string {
    const { days, hours, minutes, seconds } = timeParts(ms)
    if (days > 0) return t('time.days_hours', { days, hours })
    if (hours > 0) return t('time.hours_minutes', { hours, minutes })
    if (minutes > 0) return t('time.minutes_seconds', { minutes, seconds: String(seconds).padStart(2, '0') })
    return t('time.seconds', { seconds })
  }

  /** A length that stands still: "5 хв", "1 хв 30 с", "20 с". */
  function span(length_s: number): string {
    const { days, hours, minutes, seconds } = timeParts(length_s * 1000)
    const parts = [days && t('time.days', { days }), hours && t('time.hours', { hours }), minutes && t('time.minutes', { minutes }), seconds && t('time.seconds', { seconds })]
    return parts.filter(Boolean).join(' ') || t('time.seconds', { seconds: 0 })
  }

  const left = (iso: string) => leftOf(Date.parse(iso) - now.value)

  /** "щойно", "5 хв тому", else day and time. */
  function ago(iso: string): string {
    const passed = now.value - Date.parse(iso)
    if (passed < 60_000) return t('time.just_now')
    if (passed < 3_600_000) return t('time.minutes_ago', { minutes: Math.floor(passed / 60_000) })
    return moment(iso)
  }

  const moment = (iso: string) => formatMoment(iso, locale.value, now.value)
  return {
    now,
    left,
    leftOf,
    span,
    ago,
    moment,
    full: (iso: string) => formatFull(iso, locale.value),
    day: (iso: string) => formatDay(iso, locale.value),
  }
}
