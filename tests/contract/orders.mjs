// Orders as their contract says: from the hammer to the money, combined, disputed, offered to the next bidder.
import assert from 'node:assert/strict'
import { uah } from '../harness/client.mjs'
import { Fondy, cards } from '../harness/fondy.mjs'
import { png } from '../harness/pictures.mjs'
import { eventually } from '../harness/process.mjs'

export async function ordersAfterTheHammer({ stack, seller, anna, boris, staff, guest, keyed }) {
  const shipping = [{ method: 'nova_poshta', cost: uah(70) }, { method: 'pickup', cost: null }]
  const address = { method: 'nova_poshta', to: 'branch', recipient: 'Olena Koval', phone: '067 123 45 67', city: 'Kyiv', point: '12' }
  const opened = (buyer, lot) => eventually('the order is opened', async () =>
    (await buyer.get('/orders?role=buyer&state=awaiting_payment&limit=100')).items.find(each => each.title === lot.title))
  const fondy = new Fondy(stack.fondy)
  const pay = async (id) => {
    const { checkout_url: page } = await anna.post(`/orders/${id}/payments`)
    await fondy.typeCard(page, cards.approve)
    await eventually('the order is paid', async () => (await anna.get(`/orders/${id}`)).state === 'paid')
  }
  let made = 0
  const offered = (more = {}) => seller.lot({ title: `Porcelain cup for an order, no. ${++made}`, shipping, ...more })
  const bought = async () => {
    const lot = await offered({ buy_now_price: uah(200) })
    await anna.post(`/lots/${lot.id}/buy-now`, { price: uah(200) }, keyed())
    return await opened(anna, lot)
  }
  const auctioned = async () => {
    const lot = await offered()
    await boris.bid(lot.id, 300)
    await anna.bid(lot.id, 400)
    await seller.post(`/lots/${lot.id}/early-sale`, {}, keyed())
    return await opened(anna, lot)
  }

  const order = await bought()
  const at = `/orders/${order.id}`
  assert.equal((await boris.call('GET', at)).status, 404)
  assert.equal((await guest.call('GET', at)).status, 401)
  assert.equal((await anna.call('POST', `${at}/payments`)).body.code, 'order-delivery-missing')
  assert.equal((await anna.call('PUT', `${at}/delivery`, { ...address, to: undefined })).status, 422)
  assert.equal((await anna.ok('PUT', `${at}/delivery`, address)).total.amount, 27000)
  assert.equal((await seller.ok('PUT', `${at}/shipping`, { price: uah(50) })).total.amount, 25000)
  const other = await bought()
  assert.equal((await anna.post('/orders/combine', { orders: [other.id, order.id] })).lines.length, 2)
  const evidence = await anna.upload(`${at}/evidence`, png(300, 200))
  await anna.checked(evidence.id)
  await anna.post(`${at}/messages`, { text: 'Please wrap it well', files: [evidence.id] }, keyed())
  assert.equal((await seller.get(`${at}/messages`)).items[0].files[0].state, 'ready')
  assert.ok((await anna.ok('GET', `${at}/invoice.pdf`)).startsWith('%PDF'))
  assert.equal((await seller.call('GET', `${at}/packing-slip.pdf`)).body.code, 'order-not-paid')
  await pay(order.id)
  await seller.ok('GET', `${at}/packing-slip.pdf`)
  await seller.post(`${at}/ship`, { tracking: '20450912345678' })
  await anna.post(`${at}/receive`)
  assert.equal((await anna.post(`${at}/complete`)).state, 'completed')
  assert.equal((await seller.get('/orders?role=seller&state=completed')).items[0].id, order.id)

  const disputed = await bought()
  await anna.ok('PUT', `/orders/${disputed.id}/delivery`, address)
  await pay(disputed.id)
  await anna.post(`/orders/${disputed.id}/dispute`, { reason: 'damaged', text: 'The cup is in pieces' })
  assert.equal((await anna.call('GET', '/moderation/disputes')).body.code, 'moderators-only')
  stack.gavel('account', 'role', staff.email, 'moderator')
  assert.equal((await staff.get('/moderation/disputes')).items[0].order, disputed.id)
  assert.equal((await staff.post(`/moderation/orders/${disputed.id}/settle`, { outcome: 'complete', note: 'The photos show it whole' })).dispute.outcome, 'complete')

  const cancelled = await bought()
  await anna.ok('PUT', `/orders/${cancelled.id}/delivery`, address)
  await pay(cancelled.id)
  assert.deepEqual((await seller.post(`/orders/${cancelled.id}/cancel`, { reason: 'lot_damaged' })).refunded, uah(270))

  for (const answer of ['accept', 'decline']) {
    const first = await auctioned()
    await seller.post(`/orders/${first.id}/cancel`, { reason: 'buyer_asked' })
    const chance = await seller.post(`/orders/${first.id}/second-chance`, { days: 3 })
    assert.deepEqual([chance.state, chance.hammer], ['second_chance', uah(300)])
    await boris.post(`/orders/${chance.id}/${answer}`)
  }
  const unsold = await offered({ reserve_price: uah(5000) })
  const chanceOf = `/lots/${unsold.id}/second-chance`
  await boris.bid(unsold.id, 300)
  await anna.bid(unsold.id, 400)
  assert.equal((await seller.call('GET', chanceOf)).body.code, 'order-lot-not-below-reserve')
  stack.pg.sql(`update standings set ends_at = now(), original_ends_at = now() where lot_id = ${unsold.id}`)
  await eventually('the auction is over', async () => (await seller.call('GET', chanceOf)).status === 200)
  assert.equal((await anna.call('POST', chanceOf, {})).body.code, 'order-seller-only')
  assert.deepEqual((await seller.get(chanceOf)).runner_up.max, uah(400))
  assert.equal((await seller.call('POST', chanceOf, { price: uah(401) })).body.code, 'order-above-maximum')
  const belowReserve = await seller.post(chanceOf, { days: 3 })
  assert.deepEqual([belowReserve.state, belowReserve.hammer, belowReserve.second_chance_of], ['second_chance', uah(400), null])
  assert.equal((await seller.get(chanceOf)).reason, 'order-lot-has-live-order')
  await anna.post(`/orders/${belowReserve.id}/decline`)
  assert.deepEqual((await seller.get(chanceOf)).runner_up.max, uah(300))
  await seller.ok('PUT', '/me/order-settings', { automatic_second_chance: true })
  assert.equal((await seller.get('/me/order-settings')).automatic_second_chance, true)

  const last = await bought()
  await anna.ok('PUT', `/orders/${last.id}/delivery`, address)
  await pay(last.id)
  return last.id
}
