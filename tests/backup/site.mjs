// A running auction with demo data and everything its backups need: keys, a folder, the simulated Google, a second bucket; and the empty
// place that it is restored into.
import { execFileSync, spawnSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Client, uah } from '../harness/client.mjs'
import { Google } from '../harness/google.mjs'
import { Process, eventually } from '../harness/process.mjs'
import { startStack, gavelBinary, simBinary } from '../harness/stack.mjs'

export class Site {
  static async start(name, { demo = true, ...options } = {}) {
    const site = new Site()
    site.stack = await startStack(name, options)
    site.dir = site.stack.dir
    try {
      site.googleSim = new Process('google', simBinary, [], { dir: site.dir })
      const ports = await eventually('the simulated Google listens', () => JSON.parse(site.googleSim.output.split('\n')[0]))
      site.google = new Google(`http://127.0.0.1:${ports.google_port}`)
      const { refresh_token } = await site.google.credentials()
      writeFileSync(join(site.dir, 'google-sign-in'), refresh_token)
      site.keys = join(site.dir, 'keys')
      mkdirSync(site.keys)
      const made = site.run('backup', 'keygen', site.keys)
      if (made.code !== 0) throw new Error(made.text)
      site.recipient = /gavel-recipient-[a-z2-7]+/.exec(made.text)[0]
      site.key = join(site.keys, 'gavel-recovery.key')
      site.folder = join(site.dir, 'backups')
      mkdirSync(site.folder)
      site.googleEnv = await site.google.env()
      if (demo) await site.load()
      return site
    } catch (error) {
      await site.stop()
      throw error
    }
  }

  /** People, lots with photos, bids, promotions, orders. */
  async load() {
    const { stack } = this
    execFileSync(simBinary, ['demo', '--api', stack.url, '--mailbox', stack.mailbox, '--pg', stack.pg.url(), '--lots', '16', '--load-only'], { stdio: 'ignore' })
    const seller = await new Client(stack.url, stack.mailbox).register('Seller')
    const buyer = await new Client(stack.url, stack.mailbox).register('Buyer')
    const lot = await seller.lot({ buy_now_price: uah(900) })
    await buyer.post(`/lots/${lot.id}/buy-now`, { price: uah(900) }, { headers: { 'idempotency-key': randomUUID() } })
    await eventually('the order is opened', async () => (await buyer.get('/orders?role=buyer')).items.length === 1)
    await eventually('some photos are ready', () => Number(stack.pg.sql(`select count(*) from media_files where state = 'ready'`)) >= 3, 240_000)
  }

  env(more = {}) {
    const { stack } = this
    return {
      ...process.env, GAVEL_PG_URL: stack.pg.url(), GAVEL_STORAGE_FOLDER: join(this.dir, 'media'), GAVEL_MAIL_SITE_URL: 'http://localhost:8080',
      ...stack.serverEnv, ...stack.s3?.env(),
      GAVEL_BACKUP_TARGETS: 'folder', GAVEL_BACKUP_FOLDER: this.folder,
      ...(this.recipient ? { GAVEL_BACKUP_RECIPIENTS: this.recipient, GAVEL_BACKUP_SIGNING_KEY_FILE: join(this.keys, 'gavel-signing.key') } : {}),
      ...this.googleEnv, GAVEL_BACKUP_GOOGLE_REFRESH_TOKEN_FILE: join(this.dir, 'google-sign-in'), ...more,
    }
  }

  /** What an operator types; {code, text}. */
  run(...words) {
    const more = typeof words.at(-1) === 'object' ? words.pop() : {}
    const done = spawnSync(gavelBinary, words, { env: this.env(more), encoding: 'utf8', maxBuffer: 1 << 26 })
    return { code: done.status, text: done.stdout + done.stderr }
  }

  /** The same, in the background: to be killed. */
  begin(name, words, more = {}) { return new Process(name, gavelBinary, words, { dir: this.dir, env: this.env(more) }) }

  /** Settings of an empty database and an empty folder. */
  empty(name) {
    this.stack.pg.sql(`create database ${name}`, 'postgres')
    const media = join(this.dir, `media-${name}`)
    mkdirSync(media)
    return { GAVEL_PG_URL: this.stack.pg.url(name), GAVEL_STORAGE_FOLDER: media, media, name }
  }

  ids(more = {}) { return [...this.run('backup', 'list', more).text.matchAll(/^ {2}(\d{8}-\d{6}-[0-9a-f]{6}) /gm)].map(each => each[1]) }

  async stop() {
    this.googleSim?.kill()
    await this.googleSim?.ended
    await this.stack.stop()
  }
}

/** Path below `dir` → content of every file. */
export function filesBelow(dir, prefix = '') {
  const found = new Map()
  for (const each of readdirSync(join(dir, prefix), { withFileTypes: true })) {
    const path = prefix ? `${prefix}/${each.name}` : each.name
    if (each.isDirectory()) for (const [name, content] of filesBelow(dir, path)) found.set(name, content)
    else if (statSync(join(dir, path)).isFile()) found.set(path, readFileSync(join(dir, path)))
  }
  return found
}
