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
  if (standing.state === 'ended_sold') return ahead ? 'won' : 'lost'
  if (standing.state === 'ended_unsold') return 'lost'
  return ahead ? 'leading' : 'outbid'
}
