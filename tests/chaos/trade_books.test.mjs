// The bookkeeper of the walk sees what is wrong, or its silence would prove nothing.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findings, findingsAtRest } from './trade_books.mjs'

/** One order of 100.00 that was paid, sent, completed: 5 % of it and the premium of 9 % for the house. */
const rates = { premium: 9, commission: 5 }
const gateway = () => new Map([['g1', { amount: 10_900, charged: true, reversed: 0, order_status: 'approved' }]])
const books = () => ({
  entries: [[1, 'outside:fondy', -10_900], [1, 'wallet:7', 10_900], [2, 'wallet:7', -10_900], [2, 'escrow:order:1', 10_900],
    [3, 'escrow:order:1', -10_900], [3, 'wallet:8', 9_500], [3, 'income:commission', 500], [3, 'income:premium', 900]],
  transactions: { 1: { key: 'payment:attempt:1:captured', reason: 'payment' }, 2: { key: 'order:1:paid', reason: 'purchase' }, 3: { key: 'order:1:completed', reason: 'sale' } },
  books: { 'outside:fondy': -10_900, 'wallet:7': 0, 'wallet:8': 9_500, 'escrow:order:1': 0, 'income:commission': 500, 'income:premium': 900 },
  orders: [{ id: 1, state: 'completed', buyer: 7, seller: 8, hammer: 10_000, premium: 900, commission: 500, shipping: 0, refunded: 0, payment: 1 }],
  attempts: [{ id: 1, order: 'g1', state: 'approved', captured: 10_900, refunded: 0, refunding: 0, loose: 0, surplus: false, payment: 1, payment_state: 'approved', granted: true, payer: 7, kind: 'order', subject: 1, amount: 10_900 }],
  lines: [{ lot: 1, order: 1, state: 'completed', buyer: 7, live: true, hammer: 10_000, unsold: true, max: 10_000, again: false }],
})

test('books in order have no findings', () => {
  assert.deepEqual(findings(books(), gateway(), gateway()), [])
  assert.deepEqual(findingsAtRest(books(), gateway(), rates), [])
})

const faults = {
  'an entry is missing': now => now.entries.pop(),
  'an entry is counted twice': now => now.entries.push(now.entries[5]),
  'a balance is not its entries': (now) => { now.books['wallet:8'] += 1 },
  'a charge that the gateway does not know': (now, there) => { there.get('g1').charged = false },
  'another sum than the gateway has': (now, there) => { there.get('g1').amount = 10_901 },
  'money given back that nobody ordered': (now, there) => { there.get('g1').reversed = 500 },
  'a refund that has not happened': (now) => { now.attempts[0].refunded = 500 },
  'an order that is paid twice': now => now.attempts.push({ ...now.attempts[0], id: 2, payment: 2 }),
  'an order that took its money twice': now => now.entries.push([2, 'wallet:7', -10_900], [2, 'escrow:order:1', 10_900]),
  'an order that is paid without money': (now) => { now.orders.push({ ...now.orders[0], id: 2, payment: 2 }) },
  'a lot with two live orders': now => now.lines.push({ ...now.lines[0], order: 2, buyer: 9 }),
  'somebody who is asked twice': now => now.lines.push({ ...now.lines[0], order: 2, live: false }),
  'a lot that is promised and listed again': (now) => { now.lines[0].again = true },
  'a price above what was bid': (now) => { now.lines[0].max = 9_999 },
  'an order of somebody who has not bid': (now) => { now.lines[0].max = null },
  'money left in the escrow of an order that is over': (now) => { now.entries.splice(4); now.books = { 'outside:fondy': -10_900, 'wallet:7': 0, 'escrow:order:1': 10_900 } },
}
for (const [what, spoil] of Object.entries(faults)) {
  test(`found: ${what}`, () => {
    const now = books(), there = gateway()
    spoil(now, there)
    assert.notDeepEqual(findings(now, there, there), [])
  })
}

const faultsAtRest = {
  'a charge of which nobody has heard': (now, there) => { now.attempts.push({ ...now.attempts[0], id: 2, order: 'g2', captured: 0, state: 'declined', payment_state: 'declined', granted: false }); there.set('g2', { ...there.get('g1') }) },
  'a refund of which nobody has heard': (now, there) => { there.get('g1').reversed = 10_900 },
  'an attempt that is still open': (now) => { now.attempts[0].state = 'pending' },
  'an unpaid order whose money is kept': (now) => { Object.assign(now.orders[0], { state: 'cancelled', payment: null }) },
  'a seller who has less': (now) => { now.entries[5][2] -= 100; now.entries[6][2] += 100 },
  'fees of nothing': (now) => { now.books['income:premium'] += 100 },
}
for (const [what, spoil] of Object.entries(faultsAtRest)) {
  test(`found at rest: ${what}`, () => {
    const now = books(), there = gateway()
    spoil(now, there)
    assert.notDeepEqual(findingsAtRest(now, there, rates), [])
  })
}
