import { describe, expect, it } from 'vitest'
import { amountText, formatMoney, parseMoney, shortMoney } from '../../app/utils/money'
import { uah } from '../support/samples'

const nbsp = '\u00a0'

describe('formatMoney', () => {
  it.each([
    [uah(12_500), 'uk', `12${nbsp}500${nbsp}₴`],
    [uah(12_500), 'ru', `12${nbsp}500${nbsp}₴`],
    [uah(12_500), 'en', '₴12,500'],
    [uah(999), 'uk', `999${nbsp}₴`],
    [uah(1_234_567.5), 'uk', `1${nbsp}234${nbsp}567,50${nbsp}₴`],
    [uah(1_234_567.05), 'en', '₴1,234,567.05'],
    [uah(0), 'uk', `0${nbsp}₴`],
    [{ amount: -12_345, currency: 'UAH' }, 'en', '−₴123.45'],
    [{ amount: 100, currency: 'CHF' }, 'uk', `1${nbsp}CHF`],
  ])('%j in %s is %s', (money, language, text) => expect(formatMoney(money, language)).toBe(text))
})

describe('parseMoney', () => {
  it.each([
    ['1250', 125_000], ['1 250', 125_000], [`1${nbsp}250${nbsp}₴`, 125_000], ['1,250', 125_000], ['1.250', 125_000], ['12,5', 1250], ['12.50', 1250],
    ['1,250.50', 125_050], ['1.250,5', 125_050], ['1 200,5 грн', 120_050], ['1 000 000', 100_000_000], ['0', 0], ['007', 700],
  ])('%s is %i', (text, amount) => expect(parseMoney(text)).toBe(amount))

  it.each(['', ' ', 'сто', '-5', '12..5', '1,2,3', '1.2345', '12 500 ₴ x', '1e5', '99999999999999999999', '.5', '5.'])('%s is no amount', (text) => {
    expect(parseMoney(text)).toBeNull()
  })

  it('reads back whatever it wrote', () => {
    for (const language of ['uk', 'en', 'ru']) {
      for (const amount of [1, 100, 12_345, 125_000, 100_000_000, 123_456_789]) expect(parseMoney(amountText(amount, language))).toBe(amount)
    }
  })
})

describe('shortMoney', () => {
  it.each([[uah(9999), 'uk', `9${nbsp}999${nbsp}₴`], [uah(12_500), 'uk', `13${nbsp}тис.${nbsp}₴`], [uah(1_500_000), 'en', '₴1.5M'], [uah(1_500_000), 'uk', `1,5${nbsp}млн${nbsp}₴`]])('%j in %s is %s', (money, language, text) => {
    expect(shortMoney(money, language)).toBe(text)
  })
})
