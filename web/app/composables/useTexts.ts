import areas from 'virtual:texts'

const came = new Map<string, Promise<Record<string, unknown>>>()
/** Areas of what outlives a page: they follow the language. */
const lasting = new Set<string>()

function areaOf(name: string) {
  let area = came.get(name)
  if (!area) {
    area = areas[name]!().then(module => module.default)
    area.catch(() => came.delete(name)) // the next who needs it asks again
    came.set(name, area)
  }
  return area
}

/** Areas of texts beyond the shared ones (build/texts.mjs), each fetched once and only when somebody needs it. */
export function useTexts() {
  const { $i18n } = useNuxtApp()

  async function bring(wanted: Iterable<string>, language: string) {
    const found = await Promise.all([...wanted].map(area => areaOf(`${language}/${area}`)))
    if (found.length) $i18n.setLocaleMessage(language as 'uk', Object.assign({}, $i18n.getLocaleMessage(language as 'uk'), ...found))
  }
  return {
    /** For a page: those in its meta. */
    forPage: (wanted: readonly string[], language: string) => bring(new Set([...wanted, ...lasting]), language),
    /** For a part of the site's frame, before it is opened. */
    forPart(wanted: readonly string[]) {
      for (const area of wanted) lasting.add(area)
      return bring(wanted, $i18n.locale.value)
    },
  }
}
