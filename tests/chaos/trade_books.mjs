// The books and the gateway as a naive bookkeeper reads them: everything is added up again from single entries, nothing that a server has
// worked out is believed. Each finding is a sentence; none is the aim.

/** All that matters about money, at one moment. */
const snapshot_sql = `select json_build_object(
  'entries', (select coalesce(json_agg(json_build_array(transaction_id, book, amount) order by transaction_id), '[]') from ledger_entries),
  'transactions', (select coalesce(json_object_agg(id, json_build_object('key', key, 'reason', reason, 'subject', subject)), '{}') from ledger_transactions),
  'books', (select coalesce(json_object_agg(name, balance), '{}') from ledger_books),
  'orders', (select coalesce(json_agg(json_build_object('id', id, 'state', state, 'buyer', buyer_id, 'seller', seller_id, 'hammer', hammer, 'premium', premium,
              'commission', commission, 'shipping', coalesce(shipping, 0), 'refunded', refunded, 'payment', payment_id) order by id), '[]') from orders),
  'attempts', (select coalesce(json_agg(json_build_object('id', a.id, 'order', a.provider_order, 'state', a.state, 'captured', a.captured, 'refunded', a.refunded,
              'refunding', a.refunding, 'loose', a.loose, 'surplus', a.surplus, 'payment', p.id, 'payment_state', p.state, 'granted', p.granted, 'payer', p.payer_id,
              'kind', p.subject_kind, 'subject', p.subject_id, 'amount', a.amount) order by a.id), '[]') from payment_attempts a join payments p on p.id = a.payment_id),
  'lines', (select coalesce(json_agg(json_build_object('lot', l.lot_id, 'order', o.id, 'state', o.state, 'buyer', o.buyer_id, 'live', l.holds_lot, 'hammer', l.hammer,
              'unsold', s.state = 'ended_unsold', 'max', p.max_amount, 'again', exists (select from lots n join standings t on t.lot_id = n.id where n.relist_of = l.lot_id))
              order by o.id, l.lot_id), '[]')
            from order_lines l join orders o on o.id = l.order_id join standings s on s.lot_id = l.lot_id
            left join participants p on p.lot_id = l.lot_id and p.bidder_id = o.buyer_id))`
export const snapshot = sql => JSON.parse(sql(snapshot_sql))

/** The gateway's orders by number. */
export async function gatewayOf(fondy) {
  const orders = await fondy.orders()
  return new Map(orders.map(each => [each.order_id, { ...each, charged: ['approved', 'reversed'].includes(each.order_status) }]))
}

const sum = (all, of) => all.reduce((total, each) => total + of(each), 0)
const kind = book => book.split(':')[0]
const paidStates = ['paid', 'shipped', 'received', 'disputed']
const per_cent = (rate, amount) => Math.floor((amount * rate + 50) / 100)
const totalOf = order => order.hammer + order.premium + order.shipping

/** What must hold at every moment, whatever is under way. `before` and `after`: the gateway's orders by number, read around the snapshot. */
export function findings(now, before, after) {
  const wrong = []
  const must = (holds, what) => { if (!holds) wrong.push(what) }

  // Every entry is balanced, and a balance is its entries.
  const perTransaction = new Map(), perBook = new Map()
  for (const [transaction, book, amount] of now.entries) {
    perTransaction.set(transaction, (perTransaction.get(transaction) ?? 0) + amount)
    perBook.set(book, (perBook.get(book) ?? 0) + amount)
  }
  for (const [transaction, left] of perTransaction) must(left === 0, `${now.transactions[transaction].key} does not add up: ${left}`)
  for (const [book, balance] of Object.entries(now.books)) {
    must(balance === (perBook.get(book) ?? 0), `${book} says ${balance}, its entries ${perBook.get(book)}`)
    must(balance >= 0 || !['wallet', 'escrow'].includes(kind(book)), `${book} has ${balance}`)
  }

  // Money in = money held + money out + fees.
  const holding = kinds => sum([...perBook], ([book, balance]) => kinds.includes(kind(book)) ? balance : 0)
  const cameIn = sum(now.attempts, each => each.captured), wentOut = sum(now.attempts, each => each.refunded)
  must(cameIn === holding(['wallet', 'escrow']) + wentOut + holding(['income']), `in ${cameIn}, held ${holding(['wallet', 'escrow'])}, out ${wentOut}, fees ${holding(['income'])}`)
  const onItsWay = sum([...perBook], ([book, balance]) => book.startsWith('escrow:refund:') ? balance : 0)
  must(onItsWay === sum(now.attempts, each => each.refunding), `${onItsWay} on its way back`)

  // Nothing is booked that the gateway has not done, and it has given back no more than it was told to.
  for (const each of now.attempts) {
    const theirs = after.get(each.order), earlier = before.get(each.order)
    must(each.captured === 0 || (theirs.charged && theirs.amount === each.captured), `attempt ${each.id}: ${each.captured} booked, the gateway says ${theirs?.order_status}`)
    must(each.refunded <= (theirs?.reversed ?? 0), `attempt ${each.id}: ${each.refunded} are back in the books, ${theirs?.reversed} at the gateway`)
    must((earlier?.reversed ?? 0) <= each.refunded + each.refunding, `attempt ${each.id}: the gateway has given back ${earlier?.reversed} of ${each.refunded + each.refunding}`)
  }

  // No order is paid twice, and what it has is what it says.
  for (const each of now.orders) {
    const keep = now.attempts.filter(a => a.kind === 'order' && a.subject === each.id && a.granted && !a.surplus && a.captured > a.refunded + a.refunding + a.loose)
    must(keep.length <= 1, `order ${each.id} is paid ${keep.length} times`)
    const taken = now.entries.filter(([transaction, book, amount]) => book === `escrow:order:${each.id}` && amount > 0 && now.transactions[transaction].reason === 'purchase')
    must(taken.length <= 1, `order ${each.id} took money ${taken.length} times`)
    must((taken.length === 1) === (each.payment !== null), `order ${each.id} (${each.state}) took money ${taken.length} times, its payment is ${each.payment}`)
    for (const [, , amount] of taken) must(amount === totalOf(each), `order ${each.id} took ${amount} for ${totalOf(each)}`)
    const due = paidStates.includes(each.state) ? totalOf(each) - each.refunded : 0
    must((perBook.get(`escrow:order:${each.id}`) ?? 0) === due, `order ${each.id} (${each.state}) has ${perBook.get(`escrow:order:${each.id}`)}, not ${due}`)
  }
  return [...wrong, ...findingsOfLots(now.lines)]
}

/** One live order a lot, and none once it is listed again; nobody is asked twice; below the reserve nobody pays more than they have bid. */
function findingsOfLots(lines) {
  const wrong = []
  for (const [lot, all] of Map.groupBy(lines, each => each.lot)) {
    const live = all.filter(each => each.live)
    if (live.length > 1) wrong.push(`lot ${lot} has the live orders ${live.map(each => each.order)}`)
    if (live.length > 0 && all[0].again) wrong.push(`lot ${lot} is listed again, and promised by order ${live[0].order}`)
    const asked = all.filter(each => each.state !== 'combined').map(each => each.buyer)
    if (new Set(asked).size < asked.length) wrong.push(`lot ${lot} was offered to ${asked}`)
  }
  for (const { lot, order, hammer, max } of lines.filter(each => each.unsold))
    if (max === null || hammer > max) wrong.push(`order ${order}: ${hammer} for lot ${lot}, whose buyer has bid ${max}`)
  return wrong
}

/** What must hold once everything has come to rest. `rates`: per cent of the hammer price. */
export function findingsAtRest(now, gateway, rates = { premium: 0, commission: 0 }) {
  const wrong = []
  const must = (holds, what) => { if (!holds) wrong.push(what) }
  const of = (what, id) => now.attempts.filter(each => each.kind === what && each.subject === id)
  const kept = each => gateway.get(each.order)?.charged ? gateway.get(each.order).amount - gateway.get(each.order).reversed : 0

  // Both sides know the same charges and the same ways back.
  for (const each of now.attempts) {
    const theirs = gateway.get(each.order)
    must((theirs?.charged ? theirs.amount : 0) === each.captured, `${each.order}: charged ${theirs?.order_status} ${theirs?.amount}, booked ${each.captured}`)
    must((theirs?.reversed ?? 0) === each.refunded && each.refunding === 0, `${each.order}: ${theirs?.reversed} reversed, ${each.refunded} booked, ${each.refunding} under way`)
    must(!['created', 'unknown', 'pending', 'disputed'].includes(each.state) && !['created', 'pending', 'refunding'].includes(each.payment_state), `${each.order}: ${each.state} ${each.payment_state}`)
  }
  const outside = now.books['outside:fondy'] ?? 0
  must(-outside === sum(now.attempts, kept), `outside:fondy ${outside}, the gateway has ${sum(now.attempts, kept)}`)

  // Of every order that was paid, the gateway has exactly what it costs less what was given back; of the others nothing.
  for (const each of now.orders) {
    const there = sum(of('order', each.id), kept), loose = sum(of('order', each.id), a => a.loose)
    const due = each.payment === null ? 0 : totalOf(each) - each.refunded
    must(there === due + loose, `order ${each.id} (${each.state}): the gateway has ${there} for ${due}, ${loose} refused`)
  }

  // Who has what: sellers for what was completed, the house its part, payers what is theirs.
  const completed = now.orders.filter(each => each.state === 'completed')
  const proceeds = sum(completed, each => totalOf(each) - each.refunded)
  for (const each of completed.filter(order => order.refunded === 0)) {
    const shares = now.entries.filter(([transaction]) => now.transactions[transaction].key === `order:${each.id}:completed`)
    const share = book => sum(shares, ([, name, amount]) => name === book ? amount : 0)
    must(share(`wallet:${each.seller}`) === each.hammer + each.shipping - per_cent(rates.commission, each.hammer), `order ${each.id}: the seller has ${share(`wallet:${each.seller}`)}`)
    must(share('income:premium') === per_cent(rates.premium, each.hammer), `order ${each.id}: premium ${share('income:premium')}`)
  }
  const held = sum(Object.entries(now.books), ([book, balance]) => kind(book) === 'wallet' ? balance : 0)
  const fees = sum(Object.entries(now.books), ([book, balance]) => kind(book) === 'income' ? balance : 0)
  const services = sum(now.attempts.filter(each => each.kind === 'service'), kept), deposits = sum(now.attempts.filter(each => each.kind === 'deposit'), kept)
  const loose = sum(now.attempts.filter(each => each.kind === 'order'), each => each.loose)
  must(held + fees === proceeds + services + deposits + loose, `wallets ${held} and fees ${fees}: sales ${proceeds}, services ${services}, deposits ${deposits}, refused ${loose}`)
  return wrong
}
