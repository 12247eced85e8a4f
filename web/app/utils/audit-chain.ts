import type { AuditRecord, Money, Standing } from '~/types/api'
import type { Receipt, SeenHead } from './receipts'

// Recomputes the audit chain of a lot in the browser, trusting nothing but SHA-256. The format is docs/develop/audit-chain.md.

/** Where the log is not what it should be; `seq` is the record at fault. */
export interface AuditFault {
  seq: number
  what: 'gap' | 'text' | 'hash' | 'amount' | 'head' | 'standing' | 'receipt' | 'rewritten'
  expected?: string
  found?: string
}

export interface AuditProof {
  records: number
  /** Hidden amounts that were opened and turned out to be what had been promised. */
  opened: number
  receipts: number
  /** True when price, leader and end on the page are those of the newest record; false when a bid came in between. */
  current: boolean
  /** True when the log also continues the one this browser had checked before. */
  continued: boolean
  head: SeenHead
}

const encoder = new TextEncoder()
const hex = (bytes: Uint8Array) => [...bytes].map(byte => byte.toString(16).padStart(2, '0')).join('')

async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
}

/** Browsers offer SHA-256 only to pages that came over TLS (or from this very machine). */
export const canVerify = () => typeof crypto !== 'undefined' && crypto.subtle !== undefined

/** What hides an amount in a record until its salt is shown. */
export async function commitmentTo(money: Money, salt: string): Promise<string> {
  return hex(await sha256(encoder.encode(`gavel-commitment-1\n${salt}\n${money.amount} ${money.currency}`)))
}

/** The hash of a record's text behind the hash of the record before it. */
export async function link(before: Uint8Array<ArrayBuffer>, text: string): Promise<Uint8Array<ArrayBuffer>> {
  const words = encoder.encode(text)
  const all = new Uint8Array(before.length + words.length)
  all.set(before)
  all.set(words, before.length)
  return await sha256(all)
}

/** The lines of a record by name. The first line names the format and has no value. */
export function readRecord(text: string): Record<string, string> {
  const [format, ...lines] = text.split('\n')
  return {
    format: format!, ...Object.fromEntries(lines.map((line) => {
      const space = line.indexOf(' ')
      return [line.slice(0, space), line.slice(space + 1)]
    })),
  }
}

const written = (money: Money | null) => (money ? `${money.amount} ${money.currency}` : '-')

/** Takes the records in order; `done` says whether they lead to what the page shows and to what this browser remembers. */
export class ChainCheck {
  private before: Uint8Array<ArrayBuffer> = new Uint8Array(32)
  private readonly hashes: string[] = []
  private last: Record<string, string> = {}
  private lastText = ''
  private opened = 0
  private receiptsFound = 0

  constructor(private readonly lot: string, private readonly receipts: Receipt[], private readonly seen: SeenHead | null) {}

  get records() { return this.hashes.length }

  async take(record: AuditRecord): Promise<AuditFault | null> {
    const seq = this.hashes.length + 1
    if (record.seq !== seq) return { seq, what: 'gap', expected: String(seq), found: String(record.seq) }
    const lines = readRecord(record.text)
    if (lines.format !== 'gavel-audit-1' || lines.lot !== this.lot || lines.seq !== String(seq)) return { seq, what: 'text' }
    this.before = await link(this.before, record.text)
    const hash = hex(this.before)
    if (hash !== record.hash) return { seq, what: 'hash', expected: record.hash, found: hash }
    if (this.seen?.seq === seq && this.seen.hash !== hash) return { seq, what: 'rewritten', expected: this.seen.hash, found: hash }
    this.hashes.push(hash)
    this.last = lines
    this.lastText = record.text
    return await this.checkAmounts(record, lines, hash)
  }

  private async checkAmounts(record: AuditRecord, lines: Record<string, string>, hash: string): Promise<AuditFault | null> {
    const promised = lines.max ?? lines.reserve
    if (record.reveal) {
      if (await commitmentTo(record.reveal.amount, record.reveal.salt) !== promised) return { seq: record.seq, what: 'amount' }
      this.opened += 1
    }
    const mine = this.receipts.find(receipt => receipt.seq === record.seq)
    if (!mine) return null
    if (mine.hash !== hash) return { seq: record.seq, what: 'receipt', expected: mine.hash, found: hash }
    if (await commitmentTo(mine.max, mine.salt) !== promised) return { seq: record.seq, what: 'receipt' }
    this.receiptsFound += 1
    return null
  }

  /** `head` is what the server calls the newest hash; `standing` is what the page shows. */
  done(head: string, standing: Standing): AuditFault | AuditProof {
    const seq = this.hashes.length
    const newest = this.hashes.at(-1) ?? ''
    if (newest !== head) return { seq, what: 'head', expected: head, found: newest }
    if (this.seen && this.seen.seq > seq) return { seq, what: 'gap', expected: String(this.seen.seq), found: String(seq) }
    const missing = this.receipts.find(receipt => receipt.seq > seq)
    if (missing) return { seq: missing.seq, what: 'receipt', expected: missing.hash }
    // The page may be a bid behind the log or ahead of it; only the same moment can be compared.
    const current = standing.audit_head === newest
    if (current) {
      const wrong = this.unlike(standing)
      if (wrong) return { seq, what: 'standing', expected: this.last[wrong], found: wrong }
    }
    return { records: seq, opened: this.opened, receipts: this.receiptsFound, current, continued: this.seen !== null, head: { seq, hash: newest } }
  }

  /** The newest record as it was hashed, for one who wants to see it. */
  get newestText() { return this.lastText }

  private unlike(standing: Standing): string | null {
    const { last } = this
    if (last.price !== written(standing.price)) return 'price'
    if (last.leader !== String(standing.leader ?? '-')) return 'leader'
    if (last.bids !== String(standing.bids)) return 'bids'
    if (Math.abs(Date.parse(last.ends!) - Date.parse(standing.ends_at)) > 1) return 'ends'
    // A scheduled lot begins without a record.
    const began = last.state === 'scheduled' && standing.state === 'running'
    return last.state === standing.state || began ? null : 'state'
  }
}
