// Lots that end below their reserve, with bids and without: the seller offers them to one bidder after the other, lists them again, or both at
// once, though only one of it can be.
import { randomUUID } from 'node:crypto'
import { uah } from '../harness/client.mjs'

const keyed = () => ({ headers: { 'idempotency-key': randomUUID() } })
const reserve = 1_000, most = 900   // hryvnias; nobody bids more

export class Unsold {
  constructor(people) { Object.assign(this, { people, lots: [] }) }

  /** One more auction, on which everybody bids, some or nobody. */
  async begin() {
    const { people, people: { random, buyers } } = this
    const lot = await people.list({ reserve_price: uah(reserve) })
    if (!lot) return
    this.lots.push({ id: lot.id, seller: lot.by })
    await this.bid(lot.id, buyers.slice(random.below(buyers.length + 1)))
  }

  async bid(id, bidders) {
    for (const who of bidders) await this.people.try(who, 'POST', `/lots/${id}/bids`, { max: uah(100 + this.people.random.below(most - 100)) }, keyed())
  }

  /** One more, or what the seller of one of them does about it. */
  act() {
    const { random } = this.people
    if (this.lots.length < 2 || random() < 0.3) return this.begin()
    const lot = random.of(this.lots)
    return random.of([
      () => this.offer(lot), () => this.offer(lot), () => this.listAgain(lot),
      () => Promise.all([this.offer(lot), this.listAgain(lot)]),
      () => Promise.all([this.offer(lot), this.offer(lot)]),
    ])()
  }

  async offer({ id, seller }) {
    const { people, people: { random } } = this
    await people.try(seller, 'GET', `/lots/${id}/second-chance`)
    await people.try(seller, 'POST', `/lots/${id}/second-chance`, { days: random.of([1, 3]), ...(random() < 0.5 ? { price: uah(100 + random.below(most)) } : {}) })
  }

  async listAgain(lot) {
    const { people, people: { random, buyers } } = this
    lot.draft ??= (await people.try(lot.seller, 'POST', `/lots/${lot.id}/relisting`, undefined, keyed()))?.id
    const again = lot.draft && random() < 0.7 && await people.try(lot.seller, 'POST', `/lots/${lot.draft}/publish`)
    if (!again) return
    this.lots.push({ id: again.id, seller: lot.seller })
    await this.bid(again.id, random() < 0.5 ? buyers : [])
  }
}
