import type { Money } from '~/types/api'

// Amounts are whole minor units in a number: exact up to 90 trillion hryvnias, far above what a lot may cost.

const grouping: Record<string, string> = { uk: '\u00a0', ru: '\u00a0', en: ',' }
const decimal: Record<string, string> = { uk: ',', ru: ',', en: '.' }
const signs: Record<string, string> = { UAH: '₴', USD: '$', EUR: '€', GBP: '£', PLN: 'zł' }

function digits(amount: number, language: string): string {
  const whole = Math.trunc(Math.abs(amount) / 100).toString()
  const minor = (Math.abs(amount) % 100).toString().padStart(2, '0')
  const grouped = whole.replaceAll(/\B(?=(\d{3})+(?!\d))/g, grouping[language] ?? ' ')
  return minor === '00' ? grouped : `${grouped}${decimal[language] ?? '.'}${minor}`
}

/** `12 500 ₴` for uk and ru, `₴12,500` for en; kopiykas only when there are any. */
export function formatMoney(money: Money, language: string): string {
  const sign = signs[money.currency] ?? money.currency
  const minus = money.amount < 0 ? '−' : ''
  const text = digits(money.amount, language)
  return language === 'en' ? `${minus}${sign}${text}` : `${minus}${text}\u00a0${sign}`
}

/** For tight places: `12,5 тис. ₴` is never used for prices people decide by, only for filters and axes. */
export function shortMoney(money: Money, language: string): string {
  const units: Record<string, [string, string]> = { uk: ['тис.', 'млн'], ru: ['тыс.', 'млн'], en: ['k', 'M'] }
  const [thousand, million] = units[language] ?? ['k', 'M']
  const whole = money.amount / 100
  const scaled = (value: number, unit: string) => {
    const text = value.toFixed(value < 10 ? 1 : 0).replace(/\.0$/, '').replace('.', decimal[language] ?? '.')
    const sign = signs[money.currency] ?? money.currency
    return language === 'en' ? `${sign}${text}${unit}` : `${text}\u00a0${unit}\u00a0${sign}`
  }
  if (whole >= 1_000_000) return scaled(whole / 1_000_000, million)
  return whole >= 10_000 ? scaled(whole / 1000, thousand) : formatMoney(money, language)
}

/** Reads what a person typed ("12 500", "12,500.50", "1 200,5 грн") into minor units; null when it is not an amount. */
export function parseMoney(text: string): number | null {
  const bare = text.replaceAll(/[\s\u00a0\u202f'’]|₴|грн\.?|uah/gi, '')
  if (!/^\d[\d.,]*$/.test(bare)) return null
  const last = Math.max(bare.lastIndexOf(','), bare.lastIndexOf('.'))
  const tail = last === -1 ? '' : bare.slice(last + 1)
  // One or two digits after the last mark are kopiykas; exactly three are a group of thousands.
  const hasMinor = last !== -1 && tail.length > 0 && tail.length <= 2
  const whole = hasMinor ? bare.slice(0, last) : bare
  if (!/^(\d+|\d{1,3}([.,]\d{3})+)$/.test(whole)) return null
  const amount = Number(whole.replaceAll(/[.,]/g, '')) * 100 + (hasMinor ? Number(tail.padEnd(2, '0')) : 0)
  return Number.isSafeInteger(amount) ? amount : null
}

/** The text an amount field shows: grouped, without the currency sign. */
export function amountText(amount: number, language: string): string {
  return digits(amount, language)
}
