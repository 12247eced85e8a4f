// The people of the walk: two sellers, three buyers, an operator. Each does at random what people do, through whichever server answers; what
// was refused or lost was no use, and the walk goes on. Lots that end below their reserve are in trade_unsold.mjs.
import { randomUUID } from 'node:crypto'
import { Client, uah } from '../harness/client.mjs'
import { cards } from '../harness/fondy.mjs'
import { eventually } from '../harness/process.mjs'
import { Unsold } from './trade_unsold.mjs'

const keyed = () => ({ headers: { 'idempotency-key': randomUUID() } })
const shipping = [{ method: 'nova_poshta', cost: uah(70) }, { method: 'ukrposhta', cost: uah(45) }, { method: 'pickup', cost: null }]
const branch = { to: 'branch', recipient: 'Olena Koval', phone: '067 123 45 67', city: 'Kyiv', point: '12' }
const deliveries = [
  { method: 'nova_poshta', ...branch },
  { method: 'ukrposhta', ...branch },
  { method: 'pickup', recipient: branch.recipient, phone: branch.phone },
]
const patience = 3_000   // ms before somebody gives up on an answer

export class People {
  constructor(stack, fondy, random) { Object.assign(this, { stack, fondy, random, pages: [], lots: [], made: 0, answers: {} }); this.unsold = new Unsold(this) }

  async arrive() {
    const { stack } = this
    const come = names => Promise.all(names.map(name => new Client(stack.url, stack.mailbox).register(name)))
    this.sellers = await come(['Solomiya', 'Stepan'])
    this.buyers = await come(['Anna', 'Boris', 'Vira'])
    ;[this.operator] = await come(['Oksana'])
    stack.gavel('account', 'role', this.operator.email, 'operator')
    this.category = await this.operator.leaf()
    this.byId = new Map([...this.sellers, ...this.buyers].map(each => [each.me.id, each]))
    await this.sellers[0].ok('PUT', '/me/order-settings', { automatic_second_chance: true })
    await eventually('the role is known', async () => (await this.operator.call('GET', '/moderation/payouts')).status === 200)
  }

  /** A call through any server; the body if it was done, else null. */
  async try(person, method, path, body, options = {}) {
    const server = this.random.of(this.stack.servers)
    const through = Object.assign(person.at(server.url), { origin: server.url })
    const answer = await through.call(method, path, body, { signal: AbortSignal.timeout(patience), ...options }).catch(() => null)
    const what = answer ? answer.status < 300 ? 'done' : answer.status < 500 ? 'refused' : 'failed' : 'lost'
    this.answers[what] = (this.answers[what] ?? 0) + 1
    if (answer?.status === 500) throw new Error(`${method} ${path}: 500 ${JSON.stringify(answer.body)}`)
    return what === 'done' ? answer.body : null
  }

  async list(more = {}) {
    const seller = this.random.of(this.sellers)
    const draft = await this.try(seller, 'POST', '/lots', {
      title: `A cup, no. ${++this.made}`, description: 'Porcelain.', category_id: this.category, condition: 'good', location: 'Kyiv',
      shipping, start_price: uah(100), duration_s: 3600, ...more,
    })
    const lot = draft && await this.try(seller, 'POST', `/lots/${draft.id}/publish`)
    if (lot) this.lots.push({ id: lot.id, seller })
    return lot && { ...lot, by: seller }
  }

  async buyNow() {
    const price = uah(100 + this.random.below(5_000))
    const lot = await this.list({ buy_now_price: price })
    if (lot) await this.try(this.random.of(this.buyers), 'POST', `/lots/${lot.id}/buy-now`, { price }, keyed())
  }

  /** Two bid, so there is somebody for a second chance. */
  async auction() {
    const lot = await this.list()
    if (!lot) return
    const [first, second] = this.random() < 0.5 ? this.buyers : [...this.buyers].reverse()
    for (const [who, max] of [[first, 300], [second, 400]]) await this.try(who, 'POST', `/lots/${lot.id}/bids`, { max: uah(max) }, keyed())
    await this.try(lot.by, 'POST', `/lots/${lot.id}/early-sale`, {}, keyed())
  }

  async pageFor(person, path, body) {
    const opened = await this.try(person, 'POST', path, body)
    if (opened?.checkout_url) this.pages.push(opened.checkout_url)
    return opened?.checkout_url
  }

  deliver(order) { return this.try(this.byId.get(String(order.buyer)), 'PUT', `/orders/${order.id}/delivery`, this.random.of(deliveries)) }

  /** Sometimes on two pages at once, since the price has changed in between. */
  async pay(order) {
    const buyer = this.byId.get(String(order.buyer))
    await this.deliver(order)
    const page = await this.pageFor(buyer, `/orders/${order.id}/payments`)
    const other = this.random() < 0.3 && await this.deliver(order) && await this.pageFor(buyer, `/orders/${order.id}/payments`)
    if (page && this.random() < 0.8) await Promise.all([page, ...(other ? [other] : [])].map(each => this.typeCard(each)))
  }

  /** On any page that was ever opened: also an old one, one whose order is gone, or the same again. */
  async typeCard(page = this.pages.length ? this.random.of(this.pages) : null) {
    if (!page) return
    const card = this.random() < 0.8 ? this.random.of([cards.approve, cards.approve3ds, cards.challenge]) : cards.decline
    await this.fondy.typeCard(page, card).catch(() => {})
  }

  async promote() {
    if (!this.lots.length) return
    const { id, seller } = this.random.of(this.lots)
    const bought = await (this.random() < 0.5 ? this.try(seller, 'POST', `/lots/${id}/services`, { service: 'top' }, keyed()) : this.try(seller, 'POST', '/me/services', { service: 'listings_10' }, keyed()))
    const page = bought?.state === 'due' && await this.pageFor(seller, '/payments', { subject: `service:${bought.id}` })
    if (page) await this.typeCard(page)
  }

  async deposit() {
    const lot = await this.list()
    if (!lot || !await this.try(lot.by, 'PUT', `/lots/${lot.id}/deposit`, { amount: uah(50) })) return
    const buyer = this.random.of(this.buyers)
    const wanted = await this.try(buyer, 'POST', `/lots/${lot.id}/deposit`)
    const page = wanted?.state === 'unpaid' && await this.pageFor(buyer, '/payments', { subject: wanted.subject })
    if (page) await this.typeCard(page)
    if (this.random() < 0.3) await this.try(buyer, 'DELETE', `/lots/${lot.id}/deposit`)
  }

  asBuyer(order, act, body) { return this.try(this.byId.get(String(order.buyer)), 'POST', `/orders/${order.id}/${act}`, body) }
  asSeller(order, act, body) { return this.try(this.byId.get(String(order.seller)), 'POST', `/orders/${order.id}/${act}`, body) }

  async combine(order, orders) {
    const others = orders.filter(each => each.id !== order.id && each.buyer === order.buyer && each.seller === order.seller && each.state === 'awaiting_payment')
    if (!others.length) return
    await this.try(this.byId.get(String(order.buyer)), 'POST', '/orders/combine', { orders: [order.id, this.random.of(others).id].map(String) })
  }

  settle(order) {
    const body = this.random.of([{ outcome: 'complete' }, { outcome: 'refund' }, { outcome: 'refund', amount: uah(1 + this.random.below(80)) }])
    return this.try(this.operator, 'POST', `/moderation/orders/${order.id}/settle`, { ...body, note: 'The photos show how it is' })
  }

  refund(payment, amount, key = randomUUID()) {
    return this.try(this.operator, 'POST', `/moderation/payments/${payment}/refunds`, { amount: { amount, currency: 'UAH' }, reason: 'A scratch that was not shown' }, { headers: { 'idempotency-key': key } })
  }

  /** One thing that somebody does about an order, mostly what comes next. */
  act(order, orders) {
    const next = {
      awaiting_payment: () => this.pay(order),
      paid: () => this.asSeller(order, 'ship', { carrier: 'nova_poshta', tracking: '20450912345678' }),
      shipped: () => this.asBuyer(order, 'receive'),
      received: () => this.asBuyer(order, 'complete'),
      disputed: () => this.settle(order),
      cancelled: () => this.asSeller(order, 'second-chance', { days: 3 }),
      unpaid: () => this.asSeller(order, 'second-chance', { days: 3 }),
      second_chance: () => this.asBuyer(order, this.random() < 0.8 ? 'accept' : 'decline'),
    }[order.state]
    if (next && this.random() < 0.6) return next()
    return this.random.of([
      () => this.pay(order),
      () => this.deliver(order),
      () => this.combine(order, orders),
      () => this.asSeller(order, 'cancel', { reason: 'lot_gone' }),
      () => this.asBuyer(order, 'dispute', { reason: 'damaged', text: 'The cup is in pieces' }),
      () => order.payment && this.refund(order.payment, 1 + this.random.below(totalAtMost)),
      () => this.asSeller(order, 'ship', {}),
    ])()
  }

  /** Something new, or one more card on some page. */
  begin() { return this.random.of([() => this.buyNow(), () => this.auction(), () => this.buyNow(), () => this.promote(), () => this.deposit(), () => this.typeCard(), () => this.typeCard()])() }
}
const totalAtMost = 20_000
