import type { ServiceName } from '~/types/api'

/** Kinds of fees in words: who pays it and for what. */
export function useFeeTexts() {
  const { t } = useI18n()
  const { services } = useServiceTexts()
  const fixed = computed<Record<string, { name: string, text: string }>>(() => ({
    listing: { name: t('desk.fee.listing'), text: t('desk.fee.listing_text') },
    commission: { name: t('desk.fee.commission'), text: t('desk.fee.commission_text') },
    premium: { name: t('desk.fee.premium'), text: t('desk.fee.premium_text') },
  }))
  return (kind: string): { name: string, text: string } => {
    const service = services.value[kind.replace(/^service:/, '') as ServiceName]
    return fixed.value[kind] ?? (service ? { name: t('desk.fee.service', { name: service.name }), text: service.text } : { name: kind, text: '' })
  }
}
