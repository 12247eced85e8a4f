// The gate does to connections what it says.
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import { after, before, test } from 'node:test'
import { Gate } from '../harness/gate.mjs'
import { eventually } from '../harness/process.mjs'

let gate, echo
const heard = []

before(async () => {
  echo = createServer(socket => socket.on('data', (bytes) => { heard.push(String(bytes)); socket.write(bytes) }).on('error', () => {})).listen(0, '127.0.0.1')
  await once(echo, 'listening')
  gate = await Gate.to(echo.address().port)
})
after(async () => {
  await gate.stop()
  echo.close()
})

async function visitor() {
  const socket = connect(gate.port, '127.0.0.1')
  const one = { socket, got: '', ended: false }
  socket.on('data', (bytes) => { one.got += bytes }).on('error', () => {}).on('close', () => { one.ended = true })
  one.says = async (text) => {
    socket.write(text)
    await eventually(`the echo of ${text}`, () => one.got.endsWith(text))
  }
  await once(socket, 'connect')
  return one
}

test('passes everything, large pieces too', async () => {
  const one = await visitor()
  await one.says('hello')
  const large = 'x'.repeat(3_000_000)
  one.got = ''
  one.socket.write(large)
  await eventually('all of it comes back', () => one.got.length === large.length)
  one.socket.destroy()
})

test('cuts what is open and takes new connections', async () => {
  const one = await visitor()
  await one.says('a')
  gate.cut()
  await eventually('it is cut', () => one.ended)
  const two = await visitor()
  await two.says('b')
  two.socket.destroy()
})

test('a stall holds everything back, a resume loses nothing', async () => {
  const one = await visitor()
  await one.says('before')
  gate.stall()
  one.socket.write('held')
  const two = await visitor()
  two.socket.write('held too')
  await eventually('both wait at the gate', () => gate.connections === 2)
  assert.ok(!heard.includes('held') && one.got === 'before')
  gate.resume()
  await eventually('both are answered', () => one.got === 'beforeheld' && two.got === 'held too')
  for (const each of [one, two]) each.socket.destroy()
})

test('a lost answer: the far side has heard, the near side is cut', async () => {
  const one = await visitor()
  await one.says('before')
  gate.loseAnswers()
  one.socket.write('done?')
  await eventually('it is cut', () => one.ended)
  assert.equal(heard.at(-1), 'done?')
  assert.equal(one.got, 'before')
})

test('closed: no connection gets through until it opens', async () => {
  gate.close()
  const refused = connect(gate.port, '127.0.0.1').on('error', () => {})
  await new Promise(resolve => refused.on('close', resolve))
  gate.open()
  const one = await visitor()
  await one.says('open again')
  one.socket.destroy()
})
