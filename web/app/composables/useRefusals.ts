/** Why something is not allowed now, by the code of the problem that trying would answer; one sentence that says what would help. */
export function useRefusals() {
  const { t } = useI18n()
  const texts = computed<Record<string, string>>(() => ({
    'lot-not-started': t('problem.lot_not_started'),
    'lot-ended': t('problem.lot_ended'),
    'lot-frozen': t('problem.lot_frozen'),
    'lot-not-frozen': t('problem.lot_not_frozen'),
    'own-lot': t('problem.own_lot'),
    'account-suspended': t('problem.account_suspended'),
    'not-admitted': t('problem.not_admitted'),
    'max-not-higher': t('problem.max_not_higher'),
    'no-buy-now': t('problem.no_buy_now'),
    'buy-now-gone': t('problem.buy_now_gone'),
    'no-standing-bids': t('problem.no_standing_bids'),
    'retraction-closed': t('problem.retraction_closed'),
    'too-many-retractions': t('problem.too_many_retractions'),
    'lot-has-bids': t('problem.lot_has_bids'),
    'lot-without-bids': t('problem.lot_without_bids'),
    'too-close-to-end': t('problem.too_close_to_end'),
    'reserve-not-reached': t('problem.reserve_not_reached'),
    'sell-or-wait': t('problem.sell_or_wait'),
    'not-relistable': t('problem.not_relistable'),
    'moderator-involved': t('problem.moderator_involved'),
    'sign-in-required': t('problem.unauthenticated'),
    'not-found': t('problem.not_found'),
    'lot-not-found': t('problem.not_found'),
  }))
  return (code: string | null | undefined): string => (code ? texts.value[code] ?? '' : '')
}
