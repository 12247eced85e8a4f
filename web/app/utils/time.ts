// Times as people say them. Everything takes `now` from the caller: it is the server's, never the device's.

const minute = 60_000
const hour = 60 * minute

export type Urgency = 'calm' | 'soon' | 'last' | 'over'

/** calm above 5 min, soon up to 5 min, last within the final minute, over at the end. */
export function urgency(left_ms: number): Urgency {
  if (left_ms <= 0) return 'over'
  if (left_ms <= minute) return 'last'
  return left_ms <= 5 * minute ? 'soon' : 'calm'
}

export interface TimeParts { days: number, hours: number, minutes: number, seconds: number }

/** Whole units left, rounded up to the next second so that "1 s" is shown until the very end. */
export function timeParts(left_ms: number): TimeParts {
  const total = Math.max(0, Math.ceil(left_ms / 1000))
  return {
    days: Math.floor(total / 86_400),
    hours: Math.floor((total % 86_400) / 3600),
    minutes: Math.floor((total % 3600) / 60),
    seconds: total % 60,
  }
}

const locales: Record<string, string> = { uk: 'uk-UA', en: 'en-GB', ru: 'ru-UA' }
export const localeTag = (language: string) => locales[language] ?? 'uk-UA'

/** "26 вер., 19:30": day and time in the visitor's zone; the year only when it is another one. */
export function formatMoment(iso: string, language: string, now: number): string {
  const date = new Date(iso)
  const sameYear = date.getFullYear() === new Date(now).getFullYear()
  return new Intl.DateTimeFormat(localeTag(language), {
    day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', ...(sameYear ? {} : { year: 'numeric' }),
  }).format(date)
}

/** The whole truth for a tooltip: full date, seconds and the zone's name. */
export function formatFull(iso: string, language: string): string {
  return new Intl.DateTimeFormat(localeTag(language), {
    weekday: 'long', day: 'numeric', month: 'long', year: 'numeric', hour: '2-digit', minute: '2-digit', second: '2-digit', timeZoneName: 'long',
  }).format(new Date(iso))
}

/** "11 березня 2024 р.", for how long somebody has been here. */
export function formatDay(iso: string, language: string): string {
  return new Intl.DateTimeFormat(localeTag(language), { day: 'numeric', month: 'long', year: 'numeric' }).format(new Date(iso))
}

/** Is the moment within the next hour, where seconds matter? */
export const withinHour = (left_ms: number) => left_ms > 0 && left_ms < hour
