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
  }))
}
