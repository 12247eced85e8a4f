import type { Money } from '~/types/api'

/** Money in the visitor's language. `format(null)` is an empty string so templates need no guard. */
export function useMoney() {
  const { locale } = useI18n()
  return {
    format: (money: Money | null | undefined) => (money ? formatMoney(money, locale.value) : ''),
    short: (money: Money | null | undefined) => (money ? shortMoney(money, locale.value) : ''),
    text: (amount: number) => amountText(amount, locale.value),
    parse: parseMoney,
  }
}
