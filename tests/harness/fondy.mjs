// The simulated payment gateway, as tests talk to it: its control interface, and a payer in front of its page.

export class Fondy {
  constructor(url) { this.url = url }

  async call(method, path, body) {
    const answer = await fetch(`${this.url}/control/${path}`, { method, headers: { 'content-type': 'application/json' }, body: body && JSON.stringify(body), signal: AbortSignal.timeout(30_000) })
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`)
    return answer.json()
  }

  async orders() { return (await this.call('GET', 'orders')).items }
  async order(id) { return (await this.orders()).find(each => each.order_id === id) }
  async deliveries(id) { return (await this.call('GET', 'deliveries')).items.filter(each => each.order_id === id) }
  /** As if the payer had typed the card in; 3-D Secure is confirmed. */
  pay(id, card = cards.approve) { return this.call('POST', `orders/${id}/pay`, { card }) }
  /** Given back by hand in the gateway's portal. */
  reverseByHand(id, amount) { return this.call('POST', `orders/${id}/reverse`, { amount }) }
  tell(id) { return this.call('POST', `orders/${id}/tell`) }
  /** What is wrong with messages from now on; {} for nothing. */
  messages(faults) { return this.call('PUT', 'messages', faults) }
  /** What is wrong with the next calls to a path: cut_before, cut_after, error_500, html, slow, late, code. */
  breakCall(path, what, more = {}) { return this.call('POST', 'calls', { path, what, ...more }) }
  clock(change) { return this.call('POST', 'clock', change) }
  balance(empty) { return this.call('PUT', 'balance', { empty }) }
  reset() { return this.call('POST', 'reset') }

  /** The card typed into the page at `checkoutUrl`; gives what the page answers. */
  async typeCard(checkoutUrl, card = cards.approve) {
    const form = fields => ({ method: 'POST', body: new URLSearchParams(fields), redirect: 'manual' })
    const page = await (await fetch(`${checkoutUrl}/pay`, form({ card, expiry: '12/30', cvv: '123' }))).text()
    if (!page.includes('/3ds')) return page
    return (await fetch(`${checkoutUrl}/3ds`, form({ card, answer: 'yes' }))).text()
  }
}

export const cards = {
  approve: '4444555511116666', decline: '4444111155556666', approve3ds: '4444555566661111', decline3ds: '4444111166665555', challenge: '4444666655559999',
}
