import type { Ref } from 'vue'
import type { AuditPage, Standing } from '~/types/api'
import { ChainCheck, canVerify, type AuditFault, type AuditProof } from '~/utils/audit-chain'

export type AuditState =
  | { stage: 'idle' }
  | { stage: 'unsupported' }
  | { stage: 'working', records: number }
  | { stage: 'proven', proof: AuditProof }
  | { stage: 'broken', fault: AuditFault }

const page_max = 500
/** A bid may fall between the last page and the head; so often the rest is fetched before that counts as a fault. */
const catch_up_max = 5

/** Fetches the whole log of a lot and recomputes its chain in this browser. */
export function useAudit(lotId: string, standing: Ref<Standing | null>) {
  const api = useApi()
  const state = ref<AuditState>({ stage: 'idle' })

  async function check(): Promise<AuditFault | AuditProof> {
    const chain = new ChainCheck(lotId, receiptsOf(lotId), seenHeadOf(lotId))
    let head = ''
    for (let round = 0; round < catch_up_max; round++) {
      let from: number | null = chain.records + 1
      while (from !== null) {
        const page: AuditPage = await api.get<AuditPage>(`/lots/${lotId}/audit`, { from, limit: page_max })
        for (const record of page.records) {
          const fault = await chain.take(record)
          if (fault) return fault
          if (chain.records % 50 === 0) state.value = { stage: 'working', records: chain.records }
        }
        head = page.head
        from = page.next !== null && page.next > chain.records ? page.next : null
      }
      const outcome = chain.done(head, standing.value!)
      if (!('what' in outcome) || outcome.what !== 'head') return outcome
    }
    return chain.done(head, standing.value!) as AuditFault
  }

  const { run, pending, error } = useCommand(async () => {
    if (!canVerify()) return void (state.value = { stage: 'unsupported' })
    state.value = { stage: 'working', records: 0 }
    try {
      const outcome = await check()
      if ('what' in outcome) return void (state.value = { stage: 'broken', fault: outcome })
      keepSeenHead(lotId, outcome.head)
      state.value = { stage: 'proven', proof: outcome }
    } catch (caught) {
      state.value = { stage: 'idle' }
      throw caught
    }
  })

  return { state, run, pending, error }
}
