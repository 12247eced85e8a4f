import type { SignalKind } from '~/types/api'

/** Kinds of signals and the counts behind them, in a moderator's words. */
export function useSignalTexts() {
  const { t } = useI18n()

  const kinds = computed<Record<SignalKind, { name: string, text: string }>>(() => ({
    concentration: { name: t('moderation.kind.concentration'), text: t('moderation.kind.concentration_text') },
    narrow_bidding: { name: t('moderation.kind.narrow_bidding'), text: t('moderation.kind.narrow_bidding_text') },
    never_wins: { name: t('moderation.kind.never_wins'), text: t('moderation.kind.never_wins_text') },
    loses_to_seller: { name: t('moderation.kind.loses_to_seller'), text: t('moderation.kind.loses_to_seller_text') },
    shill_score: { name: t('moderation.kind.shill_score'), text: t('moderation.kind.shill_score_text') },
    reserve_probing: { name: t('moderation.kind.reserve_probing'), text: t('moderation.kind.reserve_probing_text') },
    shared_with_seller: { name: t('moderation.kind.shared_with_seller'), text: t('moderation.kind.shared_with_seller_text') },
    shared_with_bidder: { name: t('moderation.kind.shared_with_bidder'), text: t('moderation.kind.shared_with_bidder_text') },
    new_account_leading: { name: t('moderation.kind.new_account_leading'), text: t('moderation.kind.new_account_leading_text') },
    exposing_retraction: { name: t('moderation.kind.exposing_retraction'), text: t('moderation.kind.exposing_retraction_text') },
    cancelled_with_bids: { name: t('moderation.kind.cancelled_with_bids'), text: t('moderation.kind.cancelled_with_bids_text') },
  }))

  const counts = computed<Record<string, string>>(() => ({
    bids_on_seller: t('moderation.count.bids_on_seller'), bids: t('moderation.count.bids'), won: t('moderation.count.won'), lost: t('moderation.count.lost'),
    sellers: t('moderation.count.sellers'), categories: t('moderation.count.categories'), retractions: t('moderation.count.retractions'),
    lots: t('moderation.count.lots'), seller_lots: t('moderation.count.seller_lots'), bid_share_permille: t('moderation.count.bid_share'),
    quick_permille: t('moderation.count.quick'), smallest_permille: t('moderation.count.smallest'), first_bid_permille: t('moderation.count.first_bid'),
    stopped_early_permille: t('moderation.count.stopped_early'), bids_before_reserve: t('moderation.count.bids_before_reserve'),
    smallest_steps: t('moderation.count.smallest_steps'), bids_after_reserve: t('moderation.count.bids_after_reserve'), networks: t('moderation.count.networks'),
    devices: t('moderation.count.devices'), accounts_on_network: t('moderation.count.accounts_on_network'), age_days: t('moderation.count.age_days'),
    deals: t('moderation.count.deals'), seconds_before_end: t('moderation.count.seconds_before_end'), rivals: t('moderation.count.rivals'),
    times: t('moderation.count.times'), closeness_permille: t('moderation.count.closeness'), bidders: t('moderation.count.bidders'), cancelled_lots: t('moderation.count.cancelled_lots'),
  }))

  /** One count: its name, and its value as a percentage where it is a share. */
  const count = (name: string, value: number) => ({ name: counts.value[name] ?? name, value: name.endsWith('_permille') ? `${Math.round(value / 10)} %` : String(value) })

  return { kinds, count }
}
