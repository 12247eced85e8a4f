import type { Problem } from '~/types/api'

/** A refusal the server explained (RFC 9457). `code` is the stable name to decide by. */
export class ApiProblem extends Error {
  readonly status: number
  readonly code: string
  readonly problem: Problem

  constructor(status: number, problem: Partial<Problem>) {
    super(problem.title ?? `HTTP ${status}`)
    this.name = 'ApiProblem'
    this.status = status
    this.code = problem.code ?? `http-${status}`
    this.problem = { type: 'about:blank', title: '', status, code: this.code, ...problem }
  }
}

/** The server could not be reached or is pausing (network failure, 502-504); nothing is known about the request. */
export class ApiOffline extends Error {
  readonly status: number | null
  readonly retryAfter: number | null

  constructor(status: number | null = null, retryAfter: number | null = null) {
    super('offline')
    this.name = 'ApiOffline'
    this.status = status
    this.retryAfter = retryAfter
  }
}

/** The server is being updated and did not look at the request; `useMaintenance` knows until when. */
export class ApiMaintenance extends ApiOffline {
  constructor() {
    super(503)
    this.name = 'ApiMaintenance'
  }
}
