import type { Campaign, CampaignState } from '~/types/api'

const look_again_ms = 3_000
/** States in which the server does something by itself. */
const moving: CampaignState[] = ['scheduled', 'sending', 'paused']

/** One campaign, looked at again and again while it moves, and the commands that change its state. */
export function useCampaign(id: string) {
  const api = useApi()
  const campaign = shallowRef<Campaign | null>(null)
  const { run: load, error: loadError } = useCommand(async () => { campaign.value = await api.get<Campaign>(`/newsletters/${id}`) })
  const { run: command, pending, error } = useCommand(async (name: 'schedule' | 'revise' | 'pause' | 'resume' | 'cancel', body: object = {}) => {
    campaign.value = await api.post<Campaign>(`/newsletters/${id}/${name}`, body)
    return campaign.value
  })

  void load()
  const timer = setInterval(() => {
    if (!document.hidden && !pending.value && campaign.value && moving.includes(campaign.value.state)) void load()
  }, look_again_ms)
  onScopeDispose(() => clearInterval(timer))

  return { campaign, load, loadError, command, pending, error }
}
