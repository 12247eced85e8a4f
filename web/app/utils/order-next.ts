import type { Order, OrderAction, OrderCommand, OrderState } from '~/types/api'

type Asked = Pick<Order, 'state' | 'role' | 'actions' | 'delivery' | 'deadlines'>

export const actionOf = (order: Pick<Order, 'actions'>, action: OrderCommand): OrderAction | null => order.actions.find(each => each.action === action) ?? null
export const mayDo = (order: Pick<Order, 'actions'>, action: OrderCommand) => actionOf(order, action)?.allowed === true

/** What is worth doing in a state, the most useful first; the first that is allowed is the one primary button of the page. */
const wanted: Partial<Record<Order['role'], Partial<Record<OrderState, OrderCommand[]>>>> = {
  buyer: { second_chance: ['accept'], awaiting_payment: ['pay'], shipped: ['receive'], received: ['complete'], disputed: ['write'] },
  seller: { paid: ['ship'], unpaid: ['second_chance'], cancelled: ['second_chance'], disputed: ['write'] },
  moderator: { disputed: ['settle'] },
}

/** The next step of this person, or null when it is somebody else's turn or nothing is left to do. Without a delivery there is no total to pay. */
export function nextStep(order: Asked): OrderCommand | null {
  if (order.role === 'buyer' && order.state === 'awaiting_payment' && !order.delivery && mayDo(order, 'set_delivery')) return 'set_delivery'
  return wanted[order.role]?.[order.state]?.find(action => mayDo(order, action)) ?? null
}

/** What keeps this person from the step one would expect now: said with its reason in place of the button. */
export function hindrance(order: Asked): OrderAction | null {
  if (nextStep(order)) return null
  const first = wanted[order.role]?.[order.state]?.[0]
  const action = first ? actionOf(order, first) : null
  return action && !action.allowed && action.reason ? action : null
}

/** Everything else that is possible now, in the order of the page. Those with a place of their own on the page are left out. */
const extras: OrderCommand[] = ['decline', 'combine', 'set_shipping', 'ship', 'second_chance', 'receive', 'complete', 'dispute', 'cancel']
export const otherSteps = (order: Asked) => extras.filter(action => mayDo(order, action) && action !== nextStep(order))

/** What is not possible yet but becomes so by itself, with the moment. */
export const laterSteps = (order: Asked) => order.actions.filter(each => !each.allowed && each.from && extras.includes(each.action))

/** The moment at which this state ends by itself. */
export function deadlineOf(order: Pick<Order, 'state' | 'deadlines'>): string | null {
  const { deadlines } = order
  switch (order.state) {
    case 'second_chance': return deadlines.answer_until
    case 'awaiting_payment': return deadlines.pay_until
    case 'paid': return deadlines.ship_until
    case 'shipped': return deadlines.receive_at
    case 'received': return deadlines.complete_at
    case 'disputed': return deadlines.settle_until
    default: return null
  }
}

/** Within a day of the deadline the time left is said in hours and minutes too. */
export const near_ms = 24 * 3600 * 1000
export const isNear = (deadline: string, now: number) => Date.parse(deadline) - now < near_ms
export const isPast = (deadline: string, now: number) => Date.parse(deadline) <= now

/** Nothing will happen to it any more. */
const over: OrderState[] = ['completed', 'refunded', 'unpaid', 'cancelled', 'declined', 'combined']
export const isOrderOver = (state: OrderState) => over.includes(state)
