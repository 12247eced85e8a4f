import type { Order, OrderCancelReason, OrderCommand, OrderDisputeReason, OrderEvent, OrderState, ShippingMethod } from '~/types/api'

interface Mark { label: string, icon: string, tone: string }

/** States and reasons of orders in words. */
export function useOrderTexts() {
  const { t } = useI18n()

  const marks = computed<Record<OrderState, Mark>>(() => ({
    second_chance: { label: t('orders.state.second_chance'), icon: 'i-lucide-gavel', tone: 'text-live' },
    awaiting_payment: { label: t('orders.state.awaiting_payment'), icon: 'i-lucide-hourglass', tone: 'text-live' },
    paid: { label: t('orders.state.paid'), icon: 'i-lucide-circle-check', tone: 'text-success' },
    shipped: { label: t('orders.state.shipped'), icon: 'i-lucide-truck', tone: 'text-success' },
    received: { label: t('orders.state.received'), icon: 'i-lucide-package', tone: 'text-success' },
    disputed: { label: t('orders.state.disputed'), icon: 'i-lucide-flag', tone: 'text-error' },
    completed: { label: t('orders.state.completed'), icon: 'i-lucide-circle-check', tone: 'text-muted' },
    refunded: { label: t('orders.state.refunded'), icon: 'i-lucide-undo-2', tone: 'text-muted' },
    unpaid: { label: t('orders.state.unpaid'), icon: 'i-lucide-circle-slash', tone: 'text-muted' },
    cancelled: { label: t('orders.state.cancelled'), icon: 'i-lucide-circle-x', tone: 'text-muted' },
    declined: { label: t('orders.state.declined'), icon: 'i-lucide-circle-minus', tone: 'text-muted' },
    combined: { label: t('orders.state.combined'), icon: 'i-lucide-package', tone: 'text-muted' },
  }))

  const cancelReasons = computed<Record<OrderCancelReason, string>>(() => ({
    lot_gone: t('orders.cancel.lot_gone'), lot_damaged: t('orders.cancel.lot_damaged'), buyer_asked: t('orders.cancel.buyer_asked'),
    no_contact: t('orders.cancel.no_contact'), not_shipped: t('orders.cancel.not_shipped'),
  }))
  const disputeReasons = computed<Record<OrderDisputeReason, string>>(() => ({
    not_received: t('orders.dispute.not_received'), not_as_described: t('orders.dispute.not_as_described'), damaged: t('orders.dispute.damaged'),
    counterfeit: t('orders.dispute.counterfeit'), buyer_unreachable: t('orders.dispute.buyer_unreachable'), other: t('orders.dispute.other'),
  }))
  const carriers = computed<Record<ShippingMethod, string>>(() => ({
    nova_poshta: t('lots.delivery.nova_poshta'), ukrposhta: t('lots.delivery.ukrposhta'), meest: t('lots.delivery.meest'), courier: t('lots.delivery.courier'), pickup: t('lots.delivery.pickup'),
  }))
  const acts = computed<Partial<Record<OrderCommand, { label: string, icon: string }>>>(() => ({
    accept: { label: t('orders.act.accept'), icon: 'i-lucide-circle-check' },
    decline: { label: t('orders.act.decline'), icon: 'i-lucide-circle-minus' },
    pay: { label: t('orders.act.pay'), icon: 'i-lucide-lock' },
    combine: { label: t('orders.act.combine'), icon: 'i-lucide-package' },
    set_shipping: { label: t('orders.act.set_shipping'), icon: 'i-lucide-pencil' },
    ship: { label: t('orders.act.ship'), icon: 'i-lucide-truck' },
    receive: { label: t('orders.act.receive'), icon: 'i-lucide-package' },
    complete: { label: t('orders.act.complete'), icon: 'i-lucide-circle-check' },
    second_chance: { label: t('orders.act.second_chance'), icon: 'i-lucide-gavel' },
    dispute: { label: t('orders.act.dispute'), icon: 'i-lucide-flag' },
    cancel: { label: t('orders.act.cancel'), icon: 'i-lucide-circle-x' },
    write: { label: t('orders.act.write'), icon: 'i-lucide-pencil' },
    settle: { label: t('orders.act.settle'), icon: 'i-lucide-gavel' },
  }))
  const people = computed<Record<OrderEvent['by'], string>>(() => ({
    buyer: t('orders.by.buyer'), seller: t('orders.by.seller'), moderator: t('orders.by.moderator'), system: t('orders.by.system'),
  }))
  return { marks, cancelReasons, disputeReasons, carriers, acts, people }
}

/** What the state means to the one who looks at it: a heading, a sentence, and until when. */
export function useOrderWords(order: () => Order) {
  const { t } = useI18n()
  const { moment, leftOf, now } = useTime()
  const { format } = useMoney()
  const { marks, cancelReasons } = useOrderTexts()

  const words = computed((): { title: string, text: string } => {
    const { state, role, refunded, combined_into, timeline, tracking, delivery } = order()
    const buyer = role === 'buyer'
    const title = marks.value[state].label
    const cancelled = timeline.findLast(each => each.kind === 'cancelled')?.text
    switch (state) {
      case 'second_chance': return { title: buyer ? t('orders.words.second_chance_buyer') : t('orders.words.second_chance'), text: buyer ? t('orders.words.second_chance_buyer_text') : t('orders.words.second_chance_text') }
      case 'awaiting_payment': {
        if (!buyer) return { title, text: t('orders.words.awaiting_text') }
        return delivery ? { title: t('orders.words.pay'), text: t('orders.words.pay_text') } : { title: t('orders.words.choose_delivery'), text: t('orders.words.choose_delivery_text') }
      }
      case 'paid': {
        const pickup = delivery?.method === 'pickup'
        if (buyer) return { title, text: pickup ? t('orders.words.paid_buyer_pickup') : t('orders.words.paid_buyer_text') }
        return { title: pickup ? t('orders.words.hand_over') : t('orders.words.ship'), text: pickup ? t('orders.words.hand_over_text') : t('orders.words.ship_text') }
      }
      case 'shipped': return { title, text: buyer ? t('orders.words.shipped_buyer_text') : t('orders.words.shipped_text') }
      case 'received': return { title, text: buyer ? t('orders.words.received_buyer_text') : t('orders.words.received_text') }
      case 'disputed': return { title, text: role === 'moderator' ? t('orders.words.disputed_moderator_text') : t('orders.words.disputed_text') }
      case 'completed': {
        if (refunded.amount > 0) return { title, text: t('orders.words.completed_part_text', { amount: format(refunded) }) }
        return { title, text: buyer ? t('orders.words.completed_buyer_text') : t('orders.words.completed_text') }
      }
      case 'refunded': return { title, text: buyer ? t('orders.words.refunded_buyer_text', { amount: format(refunded) }) : t('orders.words.refunded_text', { amount: format(refunded) }) }
      case 'unpaid': return { title, text: buyer ? t('orders.words.unpaid_buyer_text') : t('orders.words.unpaid_text') }
      case 'cancelled': return { title, text: cancelled ? t('orders.words.cancelled_text', { reason: cancelReasons.value[cancelled as OrderCancelReason] ?? cancelled }) : tracking ? '' : t('orders.words.cancelled_plain') }
      case 'declined': return { title, text: buyer ? t('orders.words.declined_buyer_text') : t('orders.words.declined_text') }
      case 'combined': return { title, text: t('orders.words.combined_text', { id: combined_into ?? '' }) }
    }
  })

  const deadline = computed((): { at: string, near: boolean, text: string } | null => {
    const at = deadlineOf(order())
    if (!at) return null
    const { state, role } = order()
    const when = moment(at)
    const near = isNear(at, now.value)
    const buyer = role === 'buyer'
    const said = () => {
      switch (state) {
        case 'second_chance': return buyer ? t('orders.until.answer_buyer', { when }) : t('orders.until.answer', { when })
        case 'awaiting_payment': return buyer ? t('orders.until.pay_buyer', { when }) : t('orders.until.pay', { when })
        case 'paid': return buyer ? t('orders.until.ship_buyer', { when }) : t('orders.until.ship', { when })
        case 'shipped': return buyer ? t('orders.until.receive_buyer', { when }) : t('orders.until.receive', { when })
        case 'received': return buyer ? t('orders.until.complete_buyer', { when }) : t('orders.until.complete', { when })
        default: return t('orders.until.settle', { when })
      }
    }
    const left = near && !isPast(at, now.value) ? ` ${t('orders.until.left', { left: leftOf(Date.parse(at) - now.value) })}` : ''
    return { at, near, text: said() + left }
  })
  return { words, deadline }
}
