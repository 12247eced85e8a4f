import type { ActResult } from '~/types/api'

/**
 * One command about a lot that is not a bid: buying at once, taking bids back, what sellers and moderators do. The same wish sent again
 * after a lost answer keeps its key, and nothing is shown as done before the server said so.
 */
export function useLotAct<Answer = ActResult>(onDone: (answer: Answer) => unknown) {
  const api = useApi()
  const intent = createIntent()

  const { run, pending, error } = useCommand(async (path: string, body?: unknown, method: 'post' | 'put' = 'post') => {
    try {
      const answer = await api[method]<Answer>(path, body, { idempotencyKey: intent.keyFor([path, body]) })
      intent.settle()
      await onDone(answer)
      return answer
    } catch (caught) {
      intent.settle(caught)
      throw caught
    }
  })

  return { run, pending, error }
}
