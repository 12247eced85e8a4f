import type { Me } from '~/types/api'

/** Moderators and operators see and do what members may not. */
export const isModerator = (account: Me | null) => account !== null && account.role !== 'member'

/** Operators run the site: only they write to everybody. */
export const isOperator = (account: Me | null) => account !== null && account.role === 'operator'
