import { lotLimits, type FieldFault, type LotField } from '~/utils/lot-form'

/** The sentence that says how to mend a field of the sell form. */
export function useFaultText() {
  const { t } = useI18n()

  function tooLong(field: LotField) {
    if (field === 'title') return t('sell.faults.too_long', { max: lotLimits.title_max })
    if (field === 'location') return t('sell.faults.too_long', { max: lotLimits.location_max })
    return t('sell.faults.too_long', { max: lotLimits.description_max })
  }

  return (field: LotField, fault: FieldFault | undefined): string | undefined => {
    switch (fault) {
      case undefined: return undefined
      case 'too_short': return t('sell.faults.too_short', { min: lotLimits.title_min })
      case 'too_long': return tooLong(field)
      case 'not_positive': return t('sell.faults.not_positive')
      case 'too_large': return t('sell.faults.too_large')
      case 'not_whole': return t('sell.faults.not_whole')
      case 'reserve_not_above_start': return t('sell.faults.reserve_not_above_start')
      case 'buy_now_too_low': return t('sell.faults.buy_now_too_low')
      case 'step_out_of_range': return t('sell.faults.step_out_of_range')
      case 'starts_in_past': return t('sell.faults.starts_in_past')
      case 'starts_too_late': return t('sell.faults.starts_too_late')
      case 'ends_before_start': return t('sell.faults.ends_before_start')
      case 'duration_too_short': return t('sell.faults.duration_too_short')
      case 'duration_too_long': return t('sell.faults.duration_too_long')
    }
  }
}
