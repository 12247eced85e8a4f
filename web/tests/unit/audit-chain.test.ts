import { createHash, randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { AuditRecord, Money, Standing } from '../../app/types/api'
import { ChainCheck, commitmentTo, link, readRecord } from '../../app/utils/audit-chain'
import type { Receipt, SeenHead } from '../../app/utils/receipts'
import { standing, uah } from '../support/samples'

const sha = (...parts: (Buffer | string)[]) => {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest('hex')
}
const promise = (money: Money, salt: string) => sha(`gavel-commitment-1\n${salt}\n${money.amount} ${money.currency}`)
const ends_at = '2026-11-27T19:00:00.000Z'

interface Bid { bidder: number, max: Money, price: Money, leader: number, open?: boolean }
/** A chain as the server would make it: publication, then one record per bid. */
function chain(bids: Bid[]) {
  let before = Buffer.alloc(32)
  const salts: string[] = []
  const records: AuditRecord[] = []
  const add = (lines: string[], reveal: AuditRecord['reveal']) => {
    const text = ['gavel-audit-1', 'lot 12', `seq ${records.length + 1}`, ...lines].join('\n')
    const hash = sha(before, text)
    before = Buffer.from(hash, 'hex')
    records.push({ seq: records.length + 1, text, hash, reveal })
  }
  add(['at 2026-11-20T10:00:00.000000Z', 'kind opened', 'actor seller', 'reserve -', 'start 10000 UAH', 'price -', 'leader -', 'bids 0', `ends ${ends_at.replace('Z', '000Z')}`, 'state running'], null)
  bids.forEach((bid, at) => {
    const salt = randomBytes(16).toString('hex')
    salts.push(salt)
    add([`at 2026-11-20T1${at}:00:00.123456Z`, 'kind bid', `bidder ${bid.bidder}`, `max ${promise(bid.max, salt)}`, 'outcome leading',
      `price ${bid.price.amount} UAH`, `leader ${bid.leader}`, `bids ${at + 1}`, `ends ${ends_at.replace('Z', '000Z')}`, 'state running'],
    bid.open ? { amount: bid.max, salt } : null)
  })
  return { records, salts, head: records.at(-1)!.hash }
}
const bids: Bid[] = [
  { bidder: 1, max: uah(500), price: uah(100), leader: 1, open: true }, { bidder: 2, max: uah(300), price: uah(305), leader: 1, open: true },
  { bidder: 2, max: uah(700), price: uah(510), leader: 2 },
]
const shown = (head: string, part: Partial<Standing> = {}) => standing({ price: uah(510), leader: 2, bids: 3, ends_at, audit_head: head, ...part })

async function verify(made: ReturnType<typeof chain>, { receipts = [] as Receipt[], seen = null as SeenHead | null, now = shown(made.head), head = made.head } = {}) {
  const check = new ChainCheck('12', receipts, seen)
  for (const record of made.records) {
    const fault = await check.take(record)
    if (fault) return fault
  }
  return check.done(head, now)
}
const receipt = (made: ReturnType<typeof chain>, seq: number, max: Money): Receipt => ({ seq, max, salt: made.salts[seq - 2]!, hash: made.records[seq - 1]!.hash, at: '2026-11-20T12:00:00Z' })

describe('the audit chain', () => {
  it('agrees with SHA-256 of another implementation', async () => {
    expect(await commitmentTo(uah(105), '00112233445566778899aabbccddeeff')).toBe(promise(uah(105), '00112233445566778899aabbccddeeff'))
    const hash = await link(new Uint8Array(32), 'gavel-audit-1\nlot 1 ₴')
    expect(Buffer.from(hash).toString('hex')).toBe(sha(Buffer.alloc(32), 'gavel-audit-1\nlot 1 ₴'))
  })

  it('reads a record line by line', () => {
    expect(readRecord('gavel-audit-1\nlot 12\nprice 10500 UAH\nleader -')).toEqual({ format: 'gavel-audit-1', lot: '12', price: '10500 UAH', leader: '-' })
  })

  it('proves an honest log, opened amounts, receipts and what was seen before', async () => {
    const made = chain(bids)
    const seen = { seq: 2, hash: made.records[1]!.hash }
    expect(await verify(made, { receipts: [receipt(made, 4, uah(700))], seen })).toEqual(
      { records: 4, opened: 2, receipts: 1, current: true, continued: true, head: { seq: 4, hash: made.head } })
  })

  it('does not compare the page with the log when a bid came in between', async () => {
    const made = chain(bids)
    expect(await verify(made, { now: shown('f'.repeat(64), { price: uah(900) }) })).toMatchObject({ current: false })
  })

  it('takes a scheduled lot that has begun for running', async () => {
    const made = chain([])
    const text = made.records[0]!.text.replace('state running', 'state scheduled')
    const hash = sha(Buffer.alloc(32), text)
    const scheduled = { ...made, records: [{ ...made.records[0]!, text, hash }], head: hash }
    expect(await verify(scheduled, { now: shown(hash, { price: null, leader: null, bids: 0 }) })).toMatchObject({ current: true })
  })

  const tampered: [string, (made: ReturnType<typeof chain>) => void, object][] = [
    ['a changed text', ({ records }) => { records[2] = { ...records[2]!, text: records[2]!.text.replace('price 30500', 'price 40500') } }, { seq: 3, what: 'hash' }],
    ['a changed hash', ({ records }) => { records[1] = { ...records[1]!, hash: '0'.repeat(64) } }, { seq: 2, what: 'hash' }],
    ['a removed record', ({ records }) => { records.splice(1, 1) }, { seq: 2, what: 'gap' }],
    ['two records swapped', ({ records }) => { [records[1], records[2]] = [records[2]!, records[1]!] }, { seq: 2, what: 'gap' }],
    ['a record of another lot', ({ records }) => { records[1] = { ...records[1]!, text: records[1]!.text.replace('lot 12', 'lot 13') } }, { seq: 2, what: 'text' }],
    ['a wrong opening', ({ records }) => { records[1] = { ...records[1]!, reveal: { amount: uah(501), salt: records[1]!.reveal!.salt } } }, { seq: 2, what: 'amount' }],
  ]
  it.each(tampered)('locates %s', async (_, spoil, fault) => {
    const made = chain(bids)
    spoil(made)
    expect(await verify(made)).toMatchObject(fault)
  })

  it('locates a log rewritten as a whole, by the receipt and by what was seen', async () => {
    const [honest, other] = [chain(bids), chain(bids)]
    expect(await verify(other, { receipts: [receipt(honest, 4, uah(700))] })).toMatchObject({ seq: 4, what: 'receipt' })
    expect(await verify(other, { seen: { seq: 3, hash: honest.records[2]!.hash } })).toMatchObject({ seq: 3, what: 'rewritten' })
  })

  it('misses a cut-off end by receipt, by what was seen and by the head', async () => {
    const made = chain(bids)
    const cut = { ...made, records: made.records.slice(0, 3), head: made.records[2]!.hash }
    const now = shown(cut.head, { price: uah(305), leader: 1, bids: 2 })
    expect(await verify(cut, { now })).toMatchObject({ records: 3 })
    expect(await verify(cut, { now, receipts: [receipt(made, 4, uah(700))] })).toMatchObject({ seq: 4, what: 'receipt' })
    expect(await verify(cut, { now, seen: { seq: 4, hash: made.head } })).toMatchObject({ what: 'gap' })
    expect(await verify(cut, { head: made.head })).toMatchObject({ what: 'head' })
  })

  it.each<[string, Partial<Standing>]>([
    ['price', { price: uah(520) }], ['leader', { leader: 1 }], ['bids', { bids: 4 }], ['ends', { ends_at: '2026-11-27T19:05:00.000Z' }], ['state', { state: 'ended_sold' }],
  ])('notices a page that shows another %s', async (name, part) => {
    const made = chain(bids)
    expect(await verify(made, { now: shown(made.head, part) })).toMatchObject({ what: 'standing', found: name })
  })
})
