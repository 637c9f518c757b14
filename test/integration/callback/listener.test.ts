import { createServer, type AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import {
  callbackBody,
  openLine,
  path,
  post,
  rawPost,
  secret,
  startListener,
  token,
  type Rig,
} from './support.ts'

let rig: Rig
beforeEach(async () => {
  rig = await startListener()
})
afterEach(() => rig.listener.stop())

const statuses = (text: string): string[] =>
  [...text.matchAll(/HTTP\/1\.1 (\d+)/g)].map((match) => String(match[1]))

/** Another program's port. */
async function takePort(): Promise<{ port: number; release: () => Promise<void> }> {
  const blocker = createServer()
  await new Promise<void>((resolve) => blocker.listen(0, '127.0.0.1', resolve))
  const { port } = blocker.address() as AddressInfo
  return { port, release: () => new Promise((resolve) => blocker.close(() => resolve())) }
}

describe('a callback', () => {
  test('is committed, then answered with 200, then announced', async () => {
    expect(await post(rig.port, callbackBody('Hello'))).toBe(200)
    expect(rig.arrivals).toHaveLength(1)
    expect(rig.arrivals[0]).toMatchObject({
      numberId: 7,
      verified: true,
      event: { kind: 'text', body: 'Hello' },
    })
    expect(rig.arrivals[0]?.raw).toBe(callbackBody('Hello'))
    expect(rig.receptions).toHaveLength(1)
  })

  test('with another token is kept, as unverified', async () => {
    expect(await post(rig.port, callbackBody('Hello', 'a', 'another'))).toBe(200)
    expect(await post(rig.port, callbackBody('Hello').replace(`"token":"${token}",`, ''))).toBe(200)
    expect(rig.arrivals.map(({ verified }) => verified)).toEqual([false, false])
  })

  test('that is quicker than the answer which tells its token counts once the token is known', async () => {
    expect(await post(rig.port, callbackBody('quick', 'q', 'new'))).toBe(200)
    expect(await post(rig.port, callbackBody('forged', 'f', 'nobody knows'))).toBe(200)
    expect(rig.arrivals.map(({ verified }) => verified)).toEqual([false, false])
    rig.listener.setRoute({ numberId: 8, secret: 'f'.repeat(32), tokens: ['new'] })
    expect(rig.arrivals).toHaveLength(2)
    rig.listener.setRoute({ numberId: 7, secret, tokens: ['new', token] })
    rig.listener.setRoute({ numberId: 7, secret, tokens: ['new', token] })
    await vi.waitFor(() => expect(rig.receptions).toHaveLength(3))
    expect(rig.arrivals).toHaveLength(3)
    expect(rig.arrivals[2]).toMatchObject({ verified: true, event: { kind: 'text', body: 'quick' } })
  })

  test('may carry the token before the last one', async () => {
    rig.listener.setRoute({ numberId: 7, secret, tokens: ['new', token] })
    await post(rig.port, callbackBody('a'))
    await post(rig.port, callbackBody('b', 'b', 'new'))
    expect(rig.arrivals.map(({ verified }) => verified)).toEqual([true, true])
  })

  test('that cannot be read is kept byte for byte', async () => {
    expect(await post(rig.port, 'not JSON {')).toBe(200)
    expect(await post(rig.port, new Uint8Array([0xff, 0xfe, 0x00, 0x80]))).toBe(200)
    expect(rig.arrivals.map(({ event }) => event.kind)).toEqual(['unreadable', 'unreadable'])
    expect(rig.arrivals[0]?.raw).toBe('not JSON {')
    expect(Buffer.from(rig.arrivals[1]?.raw ?? '', 'latin1')).toEqual(Buffer.from([0xff, 0xfe, 0x00, 0x80]))
  })

  test('with a byte order mark, or with one broken character, is a message all the same', async () => {
    expect(await post(rig.port, `\uFEFF${callbackBody('Hello')}`)).toBe(200)
    const broken = Buffer.concat([
      Buffer.from(callbackBody('Hello').slice(0, -3)),
      Buffer.from([0xe2, 0x82]),
      Buffer.from('"}}'),
    ])
    expect(await post(rig.port, new Uint8Array(broken))).toBe(200)
    expect(rig.arrivals.map(({ event }) => event.kind)).toEqual(['text', 'text'])
  })

  test('is never answered with 200 when the store takes nothing, and gets in later', async () => {
    rig.refuseWith = new Error('disk full')
    expect(await post(rig.port, callbackBody('Hello'))).toBe(503)
    expect(rig.arrivals).toHaveLength(0)
    rig.refuseWith = undefined
    await vi.waitFor(() => expect(rig.arrivals).toHaveLength(1), { timeout: 10_000 })
    expect(rig.receptions).toHaveLength(1)
  })

  test('may name any Host', async () => {
    const line = await openLine(rig.port)
    line.socket.write(rawPost(path, callbackBody('Hello')).replace('Host: anything', 'Host: a.b.example:1'))
    await vi.waitFor(() => expect(statuses(line.text())).toEqual(['200']))
    line.socket.destroy()
  })
})

describe('everything else', () => {
  test.each([
    ['POST', '/', 404],
    ['POST', '/callback/', 404],
    ['POST', `/callback/${'0'.repeat(32)}`, 404],
    ['POST', `${path}/`, 404],
    ['POST', `${path}?a=b`, 404],
    ['POST', `/callback/${secret.toUpperCase()}`, 404],
    ['GET', '/', 404],
    ['GET', path, 405],
    ['PUT', path, 405],
    ['DELETE', '/callback/x', 404],
  ])('%s %s gets a short fixed %i', async (method, target, status) => {
    const body = method === 'PUT' || method === 'POST' ? callbackBody('Hello') : null
    const response = await fetch(`http://127.0.0.1:${rig.port}${target}`, { method, body })
    const text = await response.text()
    expect(response.status).toBe(status)
    expect(text.length).toBeLessThan(30)
    expect(text).not.toContain(secret)
    expect(rig.arrivals).toHaveLength(0)
  })

  test('what is not HTTP gets a 400 and is cut off', async () => {
    const line = await openLine(rig.port)
    line.socket.write('\u0016\u0003\u0001 hello\r\n\r\n')
    await line.closed
    expect(statuses(line.text())).toEqual(['400'])
  })
})

test('nothing secret is logged', async () => {
  await post(rig.port, callbackBody('Hello there'))
  await post(rig.port, 'x'.repeat(300_000))
  await post(rig.port, 'x', '/callback/guess')
  const log = rig.logged.join('\n')
  for (const word of [secret, token, 'Hello there', 'guess']) expect(log).not.toContain(word)
})

describe('probes', () => {
  test('are answered once, with what only this listener knows, and are no callbacks', async () => {
    const probe = rig.listener.expectProbe(7)
    const send = (): Promise<Response> =>
      fetch(`http://127.0.0.1:${rig.port}${path}`, { method: 'POST', body: probe.body })
    const first = await send()
    expect([first.status, await first.text()]).toEqual([200, probe.answer])
    expect(probe.seen()).toBe(true)
    expect((await send()).status).toBe(404)
    expect(rig.arrivals).toHaveLength(0)
  })

  test('that nobody waits for are refused: guessed, ended, or of another number', async () => {
    const guessed = JSON.stringify({ ternProbe: 'a'.repeat(32) })
    const ended = rig.listener.expectProbe(7)
    ended.end()
    const other = rig.listener.expectProbe(8)
    for (const body of [guessed, ended.body, other.body]) expect(await post(rig.port, body)).toBe(404)
    expect([ended.seen(), other.seen()]).toEqual([false, false])
  })
})

describe('listening', () => {
  test('can be started twice and stopped twice', async () => {
    expect(await rig.listener.start()).toBe(rig.port)
    await rig.listener.stop()
    await rig.listener.stop()
    expect(rig.listener.port()).toBeUndefined()
    await expect(fetch(`http://127.0.0.1:${rig.port}/`)).rejects.toThrow()
    const port = await rig.listener.start()
    expect(await post(port, callbackBody('again'))).toBe(200)
  })

  test('on a port that another program holds is an error with a code, and can be tried again', async () => {
    const { port, release } = await takePort()
    await expect(rig.listener.start(port)).rejects.toMatchObject({
      code: 'listener.portTaken',
      detail: { port },
    })
    // The port there was before is still there.
    expect(rig.listener.port()).toBe(rig.port)
    expect(await post(rig.port, callbackBody('meanwhile'))).toBe(200)
    await release()
    expect(await rig.listener.start(port)).toBe(port)
    expect(await post(port, callbackBody('there'))).toBe(200)
    await expect(fetch(`http://127.0.0.1:${rig.port}/`)).rejects.toThrow()
  })

  test('at a wished port, on every address of this computer that localhost stands for', async () => {
    const { port, release } = await takePort()
    await release()
    expect(await rig.listener.start(port)).toBe(port)
    expect(await rig.listener.start()).toBe(port)
    expect(await rig.listener.start(port)).toBe(port)
    const answer = await fetch(`http://localhost:${port}/`)
    expect(answer.status).toBe(404)
  })

  test('beside its port at another one: both work, and the other one can be given up or taken over', async () => {
    const { port, release } = await takePort()
    await expect(rig.listener.startBeside(port)).rejects.toMatchObject({ code: 'listener.portTaken' })
    await release()
    const giveUp = await rig.listener.startBeside(port)
    expect(await post(port, callbackBody('one'))).toBe(200)
    expect(await post(rig.port, callbackBody('two'))).toBe(200)
    expect(rig.listener.port()).toBe(rig.port)
    await giveUp()
    await expect(fetch(`http://127.0.0.1:${port}/`)).rejects.toThrow()

    const giveUpLater = await rig.listener.startBeside(port)
    const line = await openLine(port)
    expect(await rig.listener.start(port)).toBe(port)
    await giveUpLater()
    expect(line.socket.destroyed).toBe(false)
    expect(await post(port, callbackBody('three'))).toBe(200)
    await expect(fetch(`http://127.0.0.1:${rig.port}/`)).rejects.toThrow()
  })

  test('ends at every port when it stops, also one that was only just asked for', async () => {
    const { port, release } = await takePort()
    await release()
    const beside = rig.listener.startBeside(port)
    await rig.listener.stop()
    await beside
    for (const one of [port, rig.port]) await expect(fetch(`http://127.0.0.1:${one}/`)).rejects.toThrow()
  })

  test('is not reachable from outside of this computer', async () => {
    const { networkInterfaces } = await import('node:os')
    const outer = Object.values(networkInterfaces())
      .flat()
      .find((address) => address !== undefined && !address.internal && address.family === 'IPv4')
    if (outer === undefined) return expect(rig.port).toBeGreaterThan(0)
    await expect(fetch(`http://${outer.address}:${rig.port}/`)).rejects.toThrow()
  })

  test('ends every connection when it stops', async () => {
    const line = await openLine(rig.port)
    await rig.listener.stop()
    await line.closed
    expect(rig.listener.port()).toBeUndefined()
  })
})
