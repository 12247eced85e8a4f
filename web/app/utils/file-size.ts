/** "640 КБ", "2,4 МБ": a file's size as people say it. */
export function fileSizeText(bytes: number, language: string): string {
  const large = bytes >= 999_500
  const value = large ? bytes / 1_000_000 : Math.max(1, bytes / 1000)
  return new Intl.NumberFormat(localeTag(language), { style: 'unit', unit: large ? 'megabyte' : 'kilobyte', maximumFractionDigits: large ? 1 : 0 }).format(value)
}
