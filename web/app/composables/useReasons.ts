import type { ActReason, NoticeKind } from '~/types/api'

/** Why something was done to a lot or to bids, in words that fit after "Причина:". */
export function useReasons() {
  const { t } = useI18n()
  return computed<Record<ActReason, string>>(() => ({
    wrong_amount: t('acts.reason.wrong_amount'),
    description_changed: t('acts.reason.description_changed'),
    seller_unreachable: t('acts.reason.seller_unreachable'),
    bidder_asked: t('acts.reason.bidder_asked'),
    bidder_unreachable: t('acts.reason.bidder_unreachable'),
    bidder_untrusted: t('acts.reason.bidder_untrusted'),
    suspended: t('acts.reason.suspended'),
    unavailable: t('acts.reason.unavailable'),
    damaged: t('acts.reason.damaged'),
    listing_error: t('acts.reason.listing_error'),
    prohibited_item: t('acts.reason.prohibited_item'),
    fraud: t('acts.reason.fraud'),
    complaint: t('acts.reason.complaint'),
    technical: t('acts.reason.technical'),
    resolved: t('acts.reason.resolved'),
    mistake: t('acts.reason.mistake'),
    outage: t('acts.reason.outage'),
  }))
}

/** What happened, as a line of the public history. */
export function useNoticeTexts() {
  const { t } = useI18n()
  return computed<Record<NoticeKind, { icon: string, text: string }>>(() => ({
    opened: { icon: 'i-lucide-flag', text: t('acts.notice.opened') },
    terms_changed: { icon: 'i-lucide-pencil', text: t('acts.notice.terms_changed') },
    reserve_changed: { icon: 'i-lucide-shield', text: t('acts.notice.reserve_changed') },
    buy_now: { icon: 'i-lucide-shopping-bag', text: t('acts.notice.buy_now') },
    retracted: { icon: 'i-lucide-undo-2', text: t('acts.notice.retracted') },
    bids_cancelled: { icon: 'i-lucide-ban', text: t('acts.notice.bids_cancelled') },
    frozen: { icon: 'i-lucide-circle-pause', text: t('acts.notice.frozen') },
    resumed: { icon: 'i-lucide-circle-play', text: t('acts.notice.resumed') },
    extended: { icon: 'i-lucide-clock-plus', text: t('acts.notice.extended') },
    closed: { icon: 'i-lucide-gavel', text: t('acts.notice.closed') },
    sold_early: { icon: 'i-lucide-gavel', text: t('acts.notice.sold_early') },
    cancelled: { icon: 'i-lucide-circle-x', text: t('acts.notice.cancelled') },
  }))
}
