import { slavicPlural } from '../app/utils/plural'

export default defineI18nConfig(() => ({
  legacy: false,
  fallbackLocale: 'uk',
  missingWarn: false,
  fallbackWarn: false,
  pluralRules: { uk: slavicPlural, ru: slavicPlural },
}))
