import type { Campaign, Language, Segment } from '~/types/api'

const pause_ms = 900
export const campaignLanguages = ['uk', 'en', 'ru'] as const

/** The texts and the segment of a draft as they are typed; kept on the server a moment after each change. */
export function useCampaignDraft(campaign: Campaign) {
  const api = useApi()
  const written = (language: Language) => campaign.texts.find(each => each.language === language)
  const texts = reactive(Object.fromEntries(campaignLanguages.map(language =>
    [language, { subject: written(language)?.subject ?? '', body: written(language)?.body ?? '' }])) as Record<Language, { subject: string, body: string }>)
  const segment = reactive<Required<Segment>>({ ...campaign.segment, languages: [...campaign.segment.languages], category_ids: [...campaign.segment.category_ids] })

  const sent = () => ({ segment: { ...segment }, texts: campaignLanguages.map(language => ({ language, subject: texts[language].subject.trim(), body: texts[language].body.trim() })) })
  let kept = JSON.stringify(sent())
  const dirty = ref(false)
  let timer: ReturnType<typeof setTimeout> | undefined
  let running: Promise<void> = Promise.resolve()
  const error = shallowRef<unknown>(null)
  const pending = ref(false)

  async function store() {
    const now = JSON.stringify(sent())
    if (now === kept) return
    pending.value = true
    try {
      await api.patch<Campaign>(`/newsletters/${campaign.id}`, JSON.parse(now))
      kept = now
      error.value = null
      dirty.value = JSON.stringify(sent()) !== kept
    } catch (caught) {
      error.value = caught
    } finally {
      pending.value = false
    }
  }
  /** True once what is typed is kept. Saves take turns. */
  async function save(): Promise<boolean> {
    clearTimeout(timer)
    running = running.then(store)
    await running
    return error.value === null
  }
  watch(() => JSON.stringify(sent()), (now) => {
    dirty.value = now !== kept
    clearTimeout(timer)
    timer = setTimeout(() => { void save() }, pause_ms)
  })
  onScopeDispose(() => { if (dirty.value) void save() })

  return { texts, segment, save, pending, dirty, error }
}
