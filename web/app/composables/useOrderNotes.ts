import type { Notification } from '~/types/api'

/** Messages about orders: the words, and the reason that came along. Null for a message that is about something else. */
export function useOrderNotes() {
  const { t } = useI18n()
  const { format } = useMoney()
  const { moment } = useTime()
  const { cancelReasons, disputeReasons } = useOrderTexts()

  return (note: Notification): { icon: string, tone: string, text: string, more: string } | null => {
    const price = format(note.price)
    const end = note.ends_at ? moment(note.ends_at) : ''
    const code = note.reason ?? ''
    const why = { ...cancelReasons.value, ...disputeReasons.value } as Record<string, string>
    switch (note.kind as string) {
      case 'order_opened': return { icon: 'i-lucide-package', tone: 'text-live', text: t('orders.note.opened', { price, end }), more: '' }
      case 'order_reminder': return { icon: 'i-lucide-alarm-clock', tone: 'text-live', text: t('orders.note.reminder', { price, end }), more: '' }
      case 'order_paid': return { icon: 'i-lucide-circle-check', tone: 'text-success', text: t('orders.note.paid', { price, end }), more: '' }
      case 'order_overdue': return { icon: 'i-lucide-alarm-clock', tone: 'text-error', text: t('orders.note.overdue'), more: '' }
      case 'order_shipped': return { icon: 'i-lucide-truck', tone: 'text-success', text: t('orders.note.shipped'), more: code ? t('orders.note.tracking', { number: code }) : '' }
      case 'order_received': return { icon: 'i-lucide-package', tone: 'text-success', text: t('orders.note.received'), more: '' }
      case 'order_completed': return { icon: 'i-lucide-circle-check', tone: 'text-success', text: t('orders.note.completed', { price }), more: '' }
      case 'order_unpaid': return { icon: 'i-lucide-circle-slash', tone: 'text-error', text: t('orders.note.unpaid'), more: strike(code) }
      case 'order_cancelled': return { icon: 'i-lucide-circle-x', tone: 'text-muted', text: t('orders.note.cancelled'), more: why[code] ? t('acts.notice.reason', { reason: why[code] }) : '' }
      case 'order_refunded': return { icon: 'i-lucide-undo-2', tone: 'text-muted', text: t('orders.note.refunded', { price }), more: '' }
      case 'order_disputed': return { icon: 'i-lucide-flag', tone: 'text-error', text: t('orders.note.disputed'), more: why[code] ? t('acts.notice.reason', { reason: why[code] }) : '' }
      case 'order_settled': return { icon: 'i-lucide-gavel', tone: 'text-muted', text: code === 'refund' ? t('orders.dispute.outcome_refund') : t('orders.dispute.outcome_complete'), more: '' }
      case 'order_message': return { icon: 'i-lucide-mail', tone: 'text-muted', text: t('orders.note.message'), more: '' }
      case 'second_chance': return { icon: 'i-lucide-gavel', tone: 'text-live', text: t('orders.note.second_chance', { price, end }), more: code === 'below_reserve' ? t('orders.note.below_reserve') : '' }
      default: return null
    }
  }
  /** What follows from not paying. */
  function strike(code: string): string {
    if (code === 'warning') return t('orders.note.strike_warning')
    if (code === 'deposit') return t('orders.note.strike_deposit')
    return code === 'suspension' ? t('orders.note.strike_suspension') : ''
  }
}
