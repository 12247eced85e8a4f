/** "17 дн.", "3 год", "20 хв": how long something takes, about. */
export function useRoughTime() {
  const { t } = useI18n()
  return (seconds: number): string => {
    if (seconds < 60) return t('newsletters.duration.moment')
    if (seconds < 2 * 3_600) return t('newsletters.duration.minutes', { n: Math.ceil(seconds / 60) })
    if (seconds < 48 * 3_600) return t('newsletters.duration.hours', { n: Math.ceil(seconds / 3_600) })
    return t('newsletters.duration.days', { n: Math.ceil(seconds / 86_400) })
  }
}
