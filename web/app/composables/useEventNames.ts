import type { NotificationKind } from '~/types/api'

/** What one may be told about, in the words of the preferences. */
export function useEventNames() {
  const { t } = useI18n()
  return computed((): Record<NotificationKind, string> => ({
    outbid: t('letters.events.outbid'),
    leading: t('letters.events.leading'),
    won: t('letters.events.won'),
    lost: t('letters.events.lost'),
    sold: t('letters.events.sold'),
    unsold: t('letters.events.unsold'),
    extended: t('letters.events.extended'),
    frozen: t('letters.events.frozen'),
    resumed: t('letters.events.resumed'),
    cancelled: t('letters.events.cancelled'),
    bids_cancelled: t('letters.events.bids_cancelled'),
    max_cut: t('letters.events.max_cut'),
    withdrawn_by_bidder: t('letters.events.withdrawn_by_bidder'),
    ending_soon: t('letters.events.ending_soon'),
    search_hit: t('letters.events.search_hit'),
    order_opened: t('letters.events.order_opened'),
    order_reminder: t('letters.events.order_reminder'),
    order_paid: t('letters.events.order_paid'),
    order_overdue: t('letters.events.order_overdue'),
    order_shipped: t('letters.events.order_shipped'),
    order_received: t('letters.events.order_received'),
    order_completed: t('letters.events.order_completed'),
    order_unpaid: t('letters.events.order_unpaid'),
    order_cancelled: t('letters.events.order_cancelled'),
    order_refunded: t('letters.events.order_refunded'),
    order_disputed: t('letters.events.order_disputed'),
    order_settled: t('letters.events.order_settled'),
    order_message: t('letters.events.order_message'),
    second_chance: t('letters.events.second_chance'),
    deposit_taken: t('letters.events.deposit_taken'),
    deposit_released: t('letters.events.deposit_released'),
    deposit_forfeited: t('letters.events.deposit_forfeited'),
  }))
}
