/** The account's own places, the same in the menu and on the phone; moderators have one more, operators two. */
export function useAccountLinks() {
  const { t } = useI18n()
  const { me } = useSession()
  const localePath = useLocalePath()
  return computed(() => [
    { label: t('nav.my_bids'), icon: 'i-lucide-gavel', to: localePath('/my/bids') },
    { label: t('nav.my_lots'), icon: 'i-lucide-tag', to: localePath('/my/lots') },
    { label: t('nav.orders'), icon: 'i-lucide-package', to: localePath('/orders') },
    { label: t('nav.ledger'), icon: 'i-lucide-wallet', to: localePath('/my/ledger') },
    { label: t('nav.my_watched'), icon: 'i-lucide-eye', to: localePath('/my/watched') },
    { label: t('searches.title'), icon: 'i-lucide-bookmark', to: localePath('/my/searches') },
    { label: t('nav.notifications'), icon: 'i-lucide-bell', to: localePath('/my/notifications') },
    { label: t('nav.settings'), icon: 'i-lucide-settings', to: localePath('/my/settings') },
    ...(isModerator(me.value) ? [{ label: t('nav.moderation'), icon: 'i-lucide-shield', to: localePath('/moderation') }] : []),
    ...(isOperator(me.value) ? [{ label: t('nav.newsletters'), icon: 'i-lucide-mails', to: localePath('/newsletters') }] : []),
  ])
}
