import type { Money } from '~/types/api'

/** Turns any error into one sentence in the visitor's language that says what happened and what would be accepted. */
export function useProblemText() {
  const { t } = useI18n()
  const { format } = useMoney()

  const amount = (money: Money | undefined) => format(money)
  const known: Record<string, (problem: ApiProblem['problem']) => string> = {
    'bid-too-low': p => p.min_next ? t('problem.bid_too_low', { min: amount(p.min_next) }) : '',
    'max-not-higher': () => t('problem.max_not_higher'),
    'own-lot': () => t('problem.own_lot'),
    'lot-ended': () => t('problem.lot_ended'),
    'lot-not-started': () => t('problem.lot_not_started'),
    'sign-in-required': () => t('problem.unauthenticated'),
    'not-found': () => t('problem.not_found'),
    'lot-not-found': () => t('problem.not_found'),
    'too-many-bids': p => p.retry_after_s ? t('problem.rate_limited_s', { seconds: p.retry_after_s }, p.retry_after_s) : t('problem.rate_limited'),
    'too-many-requests': p => p.retry_after_s ? t('problem.rate_limited_s', { seconds: p.retry_after_s }, p.retry_after_s) : t('problem.rate_limited'),
  }

  return (error: unknown): string => {
    if (error instanceof ApiOffline) return t('problem.offline')
    if (!(error instanceof ApiProblem)) return t('problem.unexpected')
    if (error.status >= 500) return t('problem.server')
    return known[error.code]?.(error.problem) || error.problem.title || t('problem.unexpected')
  }
}
