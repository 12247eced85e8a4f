import type { FeeBand } from '~/types/api'

/** Hundredths of a per cent as people write them: 250 → "2.5" (decimal point of the language). */
export function percentText(basis_points: number, language: string): string {
  const text = (basis_points / 100).toFixed(2).replace(/\.?0+$/, '')
  return language === 'en' ? text : text.replace('.', ',')
}

/** "2,5" or "2.5 %" into hundredths of a per cent; null for anything else, and outside of 0 to 100. */
export function parsePercent(text: string): number | null {
  const match = /^(\d{1,3})(?:[.,](\d{1,2}))?\s*%?$/.exec(text.trim())
  if (!match) return null
  const points = Number(match[1]) * 100 + Number((match[2] ?? '').padEnd(2, '0'))
  return points <= 10_000 ? points : null
}

/** The first begins at 0, each above the one before. */
export const areBandsOrdered = (bands: FeeBand[]) => bands.length > 0 && bands[0]!.from === 0 && bands.every((band, at) => at === 0 || band.from > bands[at - 1]!.from)
