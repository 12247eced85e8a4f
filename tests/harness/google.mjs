// The simulated Google, as tests talk to it: its control interface, and a person in front of its consent page.

export class Google {
  constructor(url) { this.url = url }

  async call(method, path, body) {
    const answer = await fetch(`${this.url}/control/${path}`, { method, headers: { 'content-type': 'application/json' }, body: body && JSON.stringify(body), signal: AbortSignal.timeout(30_000) })
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`)
    return answer.json()
  }

  /** What is stored, how often each kind of call was made, how many uploads are open. */
  look() { return this.call('GET', 'files') }
  async files() { return (await this.look()).items.filter(each => !each.trashed && each.properties.gavel !== 'folder') }
  /** client_id, client_secret, refresh_token, shared_drive, delegate, service_account (the content of a key file). */
  credentials() { return this.call('GET', 'credentials') }
  /** What is wrong with calls of one kind: after `skip` good ones, `times` bad ones. */
  breakCall(call, what, more = {}) { return this.call('POST', 'faults', { call, what, ...more }) }
  /** storage_bytes, day_bytes, page_size, empty_pages, checksum_delay, keep_content, drive_manager; {} for none. */
  limits(limits) { return this.call('PUT', 'limits', limits) }
  expireTokens() { return this.call('POST', 'tokens', { expire: true }) }
  revoke() { return this.call('POST', 'tokens', { revoke: true }) }
  reset() { return this.call('POST', 'reset') }

  /** The code typed into the page of the consent. */
  async consent(userCode, answer = 'allow') {
    const page = await fetch(`${this.url}/device`, { method: 'POST', body: new URLSearchParams({ user_code: userCode, answer }) })
    if (!page.ok) throw new Error(`the page answers ${page.status}`)
  }

  /** Settings with which `gavel` uses it, but for the file of the sign-in. */
  async env() {
    const { client_id, client_secret } = await this.credentials()
    return { GAVEL_BACKUP_GOOGLE_CLIENT_ID: client_id, GAVEL_BACKUP_GOOGLE_CLIENT_SECRET: client_secret,
      GAVEL_BACKUP_GOOGLE_API_URL: this.url, GAVEL_BACKUP_GOOGLE_OAUTH_URL: this.url }
  }
}
