import type { Relation, RelationKind, Standing } from '~/types/api'

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
