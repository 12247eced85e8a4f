import type { PaymentAttempt, PaymentDifference, PaymentFile, PaymentState } from '~/types/api'

/** States of payments and kinds of differences in the words of the back office. */
export function useDeskTexts() {
  const { t } = useI18n()
  const { format } = useMoney()
  const payments = computed<Record<PaymentState, { label: string, icon: string, tone: string }>>(() => ({
    created: { label: t('desk.payment.created'), icon: 'i-lucide-hourglass', tone: 'text-muted' },
    pending: { label: t('desk.payment.pending'), icon: 'i-lucide-hourglass', tone: 'text-live' },
    held: { label: t('desk.payment.held'), icon: 'i-lucide-lock', tone: 'text-success' },
    approved: { label: t('desk.payment.approved'), icon: 'i-lucide-circle-check', tone: 'text-success' },
    declined: { label: t('desk.payment.declined'), icon: 'i-lucide-circle-x', tone: 'text-error' },
    expired: { label: t('desk.payment.expired'), icon: 'i-lucide-alarm-clock', tone: 'text-muted' },
    released: { label: t('desk.payment.released'), icon: 'i-lucide-undo-2', tone: 'text-muted' },
    refunding: { label: t('desk.payment.refunding'), icon: 'i-lucide-undo-2', tone: 'text-live' },
    refunded_part: { label: t('desk.payment.refunded_part'), icon: 'i-lucide-undo-2', tone: 'text-muted' },
    refunded: { label: t('desk.payment.refunded'), icon: 'i-lucide-undo-2', tone: 'text-muted' },
  }))
  const attempts = computed<Record<PaymentAttempt['state'], string>>(() => ({
    created: t('desk.payment.created'), unknown: t('desk.attempt.unknown'), pending: t('desk.payment.pending'), held: t('desk.payment.held'), approved: t('desk.payment.approved'),
    declined: t('desk.payment.declined'), expired: t('desk.payment.expired'), failed: t('desk.attempt.failed'), released: t('desk.payment.released'), disputed: t('desk.attempt.disputed'),
  }))
  const operations = computed<Record<PaymentFile['operations'][number]['kind'], string>>(() => ({ refund: t('desk.operation.refund'), release: t('desk.operation.release'), capture: t('desk.operation.capture') }))
  const operationStates = computed<Record<PaymentFile['operations'][number]['state'], string>>(() => ({ waiting: t('desk.operation.waiting'), done: t('desk.operation.done'), refused: t('desk.operation.refused') }))
  const differences = computed<Record<PaymentDifference['kind'], { name: string, text: string }>>(() => ({
    amount_differs: { name: t('desk.difference.amount_differs'), text: t('desk.difference.money_not_granted') },
    currency_differs: { name: t('desk.difference.currency_differs'), text: t('desk.difference.money_not_granted') },
    converted: { name: t('desk.difference.converted'), text: t('desk.difference.money_not_granted') },
    status_went_back: { name: t('desk.difference.status_went_back'), text: t('desk.difference.status_went_back_text') },
    refunded_elsewhere: { name: t('desk.difference.refunded_elsewhere'), text: t('desk.difference.refunded_elsewhere_text') },
    refund_refused: { name: t('desk.difference.refund_refused'), text: t('desk.difference.refund_refused_text') },
    refund_stuck: { name: t('desk.difference.refund_stuck'), text: t('desk.difference.refund_stuck_text') },
    capture_refused: { name: t('desk.difference.capture_refused'), text: t('desk.difference.capture_refused_text') },
    no_answer_after_end: { name: t('desk.difference.no_answer_after_end'), text: t('desk.difference.no_answer_after_end_text') },
    totals_differ: { name: t('desk.difference.totals_differ'), text: t('desk.difference.totals_differ_text') },
    other_payment_number: { name: t('desk.difference.other_payment_number'), text: t('desk.difference.other_payment_number_text') },
    unknown_order: { name: t('desk.difference.unknown_order'), text: t('desk.difference.unknown_order_text') },
  }))
  const words = computed<Record<string, string>>(() => ({
    approved: t('desk.difference.word.approved'), charged: t('desk.difference.word.charged'), refunded: t('desk.difference.word.refunded'), reversed: t('desk.difference.word.reversed'),
    captured: t('desk.difference.word.captured'), held: t('desk.difference.word.held'), declined: t('desk.difference.word.declined'), expired: t('desk.difference.word.expired'),
    released: t('desk.difference.word.released'), pending: t('desk.difference.word.pending'), processing: t('desk.difference.word.processing'), created: t('desk.difference.word.created'),
    unknown: t('desk.difference.word.unknown'), failed: t('desk.difference.word.failed'), disputed: t('desk.difference.word.disputed'), refund: t('desk.difference.word.refund'),
    release: t('desk.difference.word.release'), capture: t('desk.difference.word.capture'), operation: t('desk.difference.word.operation'), refused: t('desk.difference.word.refused'),
    'we ordered': t('desk.difference.word.we_ordered'), 'we have booked': t('desk.difference.word.we_have_booked'), 'tries': t('desk.difference.word.tries'), 'code': t('desk.difference.word.code'),
    'given back before we had heard that it was paid': t('desk.difference.word.given_back_before'),
    'open or silent': t('desk.difference.word.open_or_silent'), 'an unknown amount': t('desk.difference.word.an_unknown_amount'), 'captured an unknown amount': t('desk.difference.word.captured_an_unknown_amount'), 'approved without an amount': t('desk.difference.word.approved_without_an_amount'),
  }))
  /** A side of a difference. Sums without a currency are in the only one there is. */
  const side = (text: string) => bookText(text, words.value, (amount, currency) => format({ amount, currency: currency ?? 'UAH' }))
  return { side, payments, attempts, operations, operationStates, differences }
}
