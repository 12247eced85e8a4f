import type { Payment, ServiceName } from '~/types/api'

/** What a payment is for, in the reader's language. A kind that these pages do not know yet has the title of the provider's page. */
export function usePaidFor() {
  const { t } = useI18n()
  const { subject } = useLedgerTexts()
  const { services } = useServiceTexts()
  return (payment: Pick<Payment, 'subject' | 'item' | 'lot' | 'title'>): string => {
    const label = services.value[payment.item as ServiceName]?.name ?? subject(payment.subject).label
    if (!label) return payment.title
    if (!payment.lot) return label
    const { title, of } = payment.lot
    return `${label}: ${of > 1 ? t('payments.and_more', { title, count: of - 1 }) : title}`
  }
}
