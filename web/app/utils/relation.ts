import type { Relation, RelationKind, Standing } from '~/types/api'

/** A scheduled lot needs no event to begin: from `starts_at` on it takes bids, so it counts as running. */
export function standingAt(standing: Standing, now: number): Standing {
  return standing.state === 'scheduled' && Date.parse(standing.starts_at) <= now ? { ...standing, state: 'running' } : standing
}

/**
 * What a newer standing makes of my relation. My number on the lot never changes, so the public leader alone decides and no
 * extra request is needed when somebody bids.
 */
export function relationNow(relation: Relation | null | undefined, standing: Pick<Standing, 'state' | 'leader'> | null | undefined): RelationKind {
  if (!relation) return 'none'
  if (!standing || relation.bidder === null) return relation.relation
  const ahead = standing.leader === relation.bidder
  // A number outlives bids that were taken back; whoever has none left is not outbid.
  if (!ahead && relation.relation === 'none') return 'none'
  if (standing.state === 'ended_sold') return ahead ? 'won' : 'lost'
  if (standing.state === 'ended_unsold') return 'lost'
  if (standing.state === 'cancelled') return 'none'
  return ahead ? 'leading' : 'outbid'
}

/**
 * What my permissions on a lot depend on besides time; when it changes they are asked for again. A bid of somebody else that changes
 * neither the leader nor the reserve changes none of them, so a hot lot does not make every open page ask.
 */
export function permissionKey(standing: Standing, mine: number | null): string {
  return [standing.state, standing.price === null, standing.reserve, standing.buy_now?.amount, standing.leader === mine, standing.ends_at].join()
}
