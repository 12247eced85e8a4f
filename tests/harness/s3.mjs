// A real S3 server for whole-program tests (Ceph's gateway, started by rgw.sh).
import { createHmac } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Process, eventually } from './process.mjs'
import { root } from './servers.mjs'

export class S3 {
  static async start(dir) {
    const s3 = new S3()
    const folder = join(dir, 'rgw')
    s3.process = new Process('rgw', join(root, 'tests/harness/rgw.sh'), [folder], { dir })
    await eventually('the S3 server answers', () => {
      if (!s3.process.alive) throw new Error(s3.process.output)
      return existsSync(join(folder, 'ready'))
    }, 120_000)
    const ready = Object.fromEntries(readFileSync(join(folder, 'ready'), 'utf8').trim().split('\n').map(line => line.split(/=(.*)/s).slice(0, 2)))
    s3.endpoint = ready.GAVEL_TEST_S3_ENDPOINT
    s3.keys = { GAVEL_S3_ACCESS_KEY: ready.GAVEL_TEST_S3_ACCESS_KEY, GAVEL_S3_SECRET_KEY: ready.GAVEL_TEST_S3_SECRET_KEY, GAVEL_S3_BUCKET: 'test-media' }
    return s3
  }

  /** Environment of a server that uses it, perhaps through a gate. */
  env(endpoint = this.endpoint) { return { GAVEL_S3_ENDPOINT: endpoint, ...this.keys } }

  /** One signed request about a bucket, past all programs of ours; its answer. */
  async request(method, bucket, query = '') {
    const { GAVEL_S3_ACCESS_KEY: name, GAVEL_S3_SECRET_KEY: secret } = this.keys
    const date = new Date().toUTCString()
    const signature = createHmac('sha1', secret).update(`${method}\n\n\n\nx-amz-date:${date}\n/${bucket}/`).digest('base64')
    const answer = await fetch(`${this.endpoint}/${bucket}/${query}`, { method, headers: { 'x-amz-date': date, authorization: `AWS ${name}:${signature}` } })
    if (!answer.ok) throw new Error(`${method} ${bucket}: ${answer.status} ${await answer.text()}`)
    return answer.text()
  }
  makeBucket(bucket) { return this.request('PUT', bucket) }
  /** Names of at most a thousand objects. */
  async names(bucket) { return [...(await this.request('GET', bucket, '?list-type=2')).matchAll(/<Key>(.*?)<\/Key>/g)].map(each => each[1]) }

  stop() { return this.process.stop() }
}
