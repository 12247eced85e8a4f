import type { ServiceName, ServicePurchase } from '~/types/api'

/** What the shop sells, in words: a name, what it does, and where one sees it. */
export function useServiceTexts() {
  const { t } = useI18n()
  const services = computed<Record<ServiceName, { name: string, text: string, icon: string }>>(() => ({
    highlight: { name: t('services.highlight.name'), text: t('services.highlight.text'), icon: 'i-lucide-pencil' },
    bold: { name: t('services.bold.name'), text: t('services.bold.text'), icon: 'i-lucide-tag' },
    top: { name: t('services.top.name'), text: t('services.top.text'), icon: 'i-lucide-arrow-up' },
    home: { name: t('services.home.name'), text: t('services.home.text'), icon: 'i-lucide-store' },
    listings_10: { name: t('services.listings.name', { count: 10 }), text: t('services.listings.text'), icon: 'i-lucide-layout-grid' },
    listings_50: { name: t('services.listings.name', { count: 50 }), text: t('services.listings.text'), icon: 'i-lucide-layout-grid' },
  }))
  const states = computed<Record<ServicePurchase['state'], { label: string, icon: string, tone: string }>>(() => ({
    due: { label: t('services.state.due'), icon: 'i-lucide-hourglass', tone: 'text-live' },
    lapsed: { label: t('services.state.lapsed'), icon: 'i-lucide-circle-slash', tone: 'text-muted' },
    paid: { label: t('services.state.paid'), icon: 'i-lucide-circle-check', tone: 'text-success' },
    cancelled: { label: t('services.state.cancelled'), icon: 'i-lucide-circle-x', tone: 'text-muted' },
    refunded: { label: t('services.state.refunded'), icon: 'i-lucide-undo-2', tone: 'text-muted' },
  }))
  return { services, states }
}
