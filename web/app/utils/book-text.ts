/** What the books and the provider say of a payment, "105000 UAH approved" (sums in minor units, words of the program), as people write and say it. */
export function bookText(text: string, words: Record<string, string>, format: (amount: number, currency: string | null) => string): string {
  return text
    .replaceAll(/\b(\d+) (?:([A-Z]{3})\b|(?=charged|refunded))/g, (_, amount: string, currency?: string) => format(Number(amount), currency ?? null) + (currency ? '' : ' '))
    .replaceAll(/[a-z]+(?:[ _][a-z]+)*/g, phrase => words[phrase] ?? phrase)
}
