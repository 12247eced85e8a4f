/** Words for what the books say: why money moved, and what it was about. New reasons may come; they are then called a movement. */
export function useLedgerTexts() {
  const { t } = useI18n()
  const localePath = useLocalePath()
  const reasons = computed<Record<string, string>>(() => ({
    payment: t('payments.reason.payment'),
    purchase: t('payments.reason.purchase'),
    purchase_returned: t('payments.reason.purchase_returned'),
    sale: t('payments.reason.sale'),
    refund: t('payments.reason.refund'),
    refund_refused: t('payments.reason.refund_refused'),
    payout: t('payments.reason.payout'),
    service: t('payments.reason.service'),
    listing: t('payments.reason.listing'),
    deposit_forfeited: t('payments.reason.deposit_forfeited'),
  }))

  /** "order:42" as "Order no. 42" with the page where one sees it. */
  function subject(text: string): { label: string, to: string | null } {
    const [kind, id = ''] = text.split(':')
    switch (kind) {
      case 'order': return { label: t('payments.subject.order', { id }), to: localePath(`/orders/${id}`) }
      case 'service': return { label: t('payments.subject.service', { id }), to: localePath('/services') }
      case 'deposit': return { label: t('payments.subject.deposit', { id }), to: null }
      case 'payment': return { label: t('payments.number', { id }), to: localePath(`/payments/${id}`) }
      case 'lot': return { label: t('payments.subject.lot', { id }), to: localePath(`/lots/${id}`) }
      default: return { label: '', to: null }
    }
  }
  /** A refund takes from the wallet what goes to the card; what comes into it has been given back to the wallet. */
  const reason = (word: string, amount: number) => (word === 'refund' && amount > 0 ? t('payments.reason.returned') : reasons.value[word] ?? t('payments.reason.other'))
  return { reason, subject }
}
