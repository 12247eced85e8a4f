import type { Money } from '~/types/api'

/** Turns any error into one sentence in the visitor's language that says what happened and what would be accepted. */
export function useProblemText() {
  const { t } = useI18n()
  const { format } = useMoney()
  const refusal = useRefusals()

  const amount = (money: Money | undefined) => format(money)
  const slowDown = (seconds: number | undefined) => (seconds ? t('problem.rate_limited_s', { seconds }, seconds) : t('problem.rate_limited'))
  const known: Record<string, (problem: ApiProblem['problem']) => string> = {
    'bid-too-low': p => p.min_next ? t('problem.bid_too_low', { min: amount(p.min_next) }) : '',
    'exposure-exceeded': p => p.available ? t('problem.exposure_exceeded', { available: amount(p.available) }) : '',
    'buy-now-changed': p => p.buy_now ? t('problem.buy_now_changed_to', { price: amount(p.buy_now) }) : '',
    'too-many-bids': p => slowDown(p.retry_after_s),
    'too-many-requests': p => slowDown(p.retry_after_s),
  }

  return (error: unknown): string => {
    if (error instanceof ApiMaintenance) return t('problem.maintenance')
    if (error instanceof ApiOffline) return t('problem.offline')
    if (!(error instanceof ApiProblem)) return t('problem.unexpected')
    if (error.status >= 500) return t('problem.server')
    return known[error.code]?.(error.problem) || refusal(error.code) || error.problem.title || t('problem.unexpected')
  }
}
