// Starts what the e2e tests need (unless E2E_URL, MAILBOX_URL and GAVEL_PG_URL name a running one) and runs them.
//   node tests/e2e/run.mjs [file ...]
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { startStack } from '../harness/stack.mjs'

const here = import.meta.dirname
const files = process.argv.length > 2 ? process.argv.slice(2) : readdirSync(here).filter(name => name.endsWith('.e2e.mjs')).map(name => join(here, name))

let stack
let { E2E_URL, MAILBOX_URL, GAVEL_PG_URL } = process.env
if (!E2E_URL || !MAILBOX_URL || !GAVEL_PG_URL) {
  stack = await startStack('e2e', {
    web: true,
    // Short enough that a lot of one minute can be extended and still end while the test waits.
    env: { GAVEL_BIDDING_SOFT_CLOSE_WINDOW_S: '15', GAVEL_BIDDING_SOFT_CLOSE_EXTEND_S: '20', GAVEL_PUSH_LOCAL_SERVICES: 'true' },
  })
  E2E_URL = stack.url
  MAILBOX_URL = stack.mailbox
  GAVEL_PG_URL = stack.pg.url()
}
const tests = spawn(process.execPath, ['--test', '--test-concurrency=2', ...files], { stdio: 'inherit', env: { ...process.env, E2E_URL, MAILBOX_URL, GAVEL_PG_URL } })
const [status] = await once(tests, 'exit')
await stack?.stop()
process.exit(status ?? 1)
