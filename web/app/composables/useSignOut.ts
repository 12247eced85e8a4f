/** Signs out and leaves for the front page; a failure is told in a toast. */
export function useSignOut() {
  const { signOut } = useSession()
  const text = useProblemText()
  const toast = useToast()
  const localePath = useLocalePath()
  return async () => {
    try {
      await signOut()
      await navigateTo(localePath('/'))
    } catch (error) {
      toast.add({ title: text(error), color: 'error', icon: 'i-lucide-circle-alert' })
    }
  }
}
