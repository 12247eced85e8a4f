// Pictures as files, made without a library.
import { crc32, deflateSync } from 'node:zlib'

function chunk(type, content) {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), content])
  const length = Buffer.alloc(4), sum = Buffer.alloc(4)
  length.writeUInt32BE(content.length)
  sum.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, sum])
}

/** A PNG of a soft pattern; `noise` makes it large. */
export function png(width = 400, height = 300, { noise = false } = {}) {
  const rows = Buffer.alloc((width * 3 + 1) * height)
  let state = 1
  for (let y = 0; y < height; ++y) {
    for (let x = 0; x < width; ++x) {
      const at = y * (width * 3 + 1) + 1 + x * 3
      const value = noise ? (state = (state * 1664525 + 1013904223) >>> 0) : 0
      rows[at] = noise ? value >>> 24 : x * 255 / width
      rows[at + 1] = noise ? value >>> 16 : y * 255 / height
      rows[at + 2] = noise ? value >>> 8 : 120
    }
  }
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width)
  head.writeUInt32BE(height, 4)
  head.set([8, 2, 0, 0, 0], 8)
  const signature = Buffer.from([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])
  return Buffer.concat([signature, chunk('IHDR', head), chunk('IDAT', deflateSync(rows, { level: noise ? 0 : 6 })), chunk('IEND', Buffer.alloc(0))])
}

export const pdf = Buffer.from(`%PDF-1.7\n1 0 obj\n<<>>\nendobj\n${'x'.repeat(600_000)}\ntrailer\n<<>>\n%%EOF\n`, 'latin1')
