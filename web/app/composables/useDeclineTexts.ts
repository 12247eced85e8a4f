import type { PaymentDecline } from '~/types/api'

/** Why a card was refused, with what may help. */
export function useDeclineTexts() {
  const { t } = useI18n()
  const texts = computed<Record<PaymentDecline, string>>(() => ({
    card_refused: t('payments.decline.card_refused'),
    no_funds: t('payments.decline.no_funds'),
    limit: t('payments.decline.limit'),
    wrong_card_data: t('payments.decline.wrong_card_data'),
    three_d_secure: t('payments.decline.three_d_secure'),
    suspicious: t('payments.decline.suspicious'),
    cancelled: t('payments.decline.cancelled'),
    provider_error: t('payments.decline.provider_error'),
    other: t('payments.decline.other'),
  }))
  return (decline: PaymentDecline | null | undefined) => texts.value[decline ?? 'other'] ?? texts.value.other
}
