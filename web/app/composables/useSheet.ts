/** A sheet that is fetched when it is first opened: whether it is open, and whether it ever was. */
export function useSheet() {
  const open = ref(false)
  const opened = ref(false)
  watch(open, () => { opened.value = true }, { once: true })
  return { open, opened }
}
