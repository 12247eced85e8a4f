// One psql that stays: a question costs a round trip, not a new process.
import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'

const mark = '--answered--'

export class Session {
  constructor(url) {
    this.child = spawn('psql', ['-X', '-q', '-A', '-t', '-v', 'ON_ERROR_STOP=1', url], { stdio: ['pipe', 'pipe', 'inherit'] })
    this.lines = createInterface({ input: this.child.stdout })[Symbol.asyncIterator]()
  }

  /** Runs the statements; what they print, in one text. */
  async ask(sql) {
    this.child.stdin.write(`${sql};\n\\echo ${mark}\n`)
    const printed = []
    for (;;) {
      const { value, done } = await this.lines.next()
      if (done) throw new Error(`psql ended at: ${sql.slice(0, 200)}`)
      if (value === mark) return printed.join('\n')
      printed.push(value)
    }
  }

  async end() { this.child.stdin.end('\\q\n') }
}
