import type { Condition } from '~/types/api'

/** Names of the five conditions, in the order from best to worst. */
export function useConditions() {
  const { t } = useI18n()
  return computed<Record<Condition, string>>(() => ({
    new: t('lots.condition.new'), like_new: t('lots.condition.like_new'), good: t('lots.condition.good'), fair: t('lots.condition.fair'), for_parts: t('lots.condition.for_parts'),
  }))
}
