import { Duplex } from 'node:stream'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createFair, type FairLine } from '../../../../electron/callback/fair.ts'

/** A socket whose bytes come when the test says so, and whose writes are kept. */
class FakeSocket extends Duplex {
  written = ''
  constructor() {
    super({ allowHalfOpen: true })
  }
  override _read(): void {
    // The test pushes.
  }
  override _write(bytes: Buffer, _encoding: string, done: () => void): void {
    this.written += bytes.toString('latin1')
    done()
  }
}

interface Pair {
  readonly socket: FakeSocket
  readonly line: FairLine
}

/** Each piece that somebody is given takes a millisecond. */
function createRig() {
  let time = 0
  const turns: (() => void)[] = []
  const heard: { readonly who: string; readonly bytes: number }[] = []
  const fair = createFair({ now: () => time, nextTurn: (act) => void turns.push(act) })
  return {
    heard,
    turn: () => turns.shift()?.(),
    hasTurns: () => turns.length > 0,
    pass: (ms: number) => void (time += ms),
    bytesOf: (name: string) => heard.reduce((sum, { who, bytes }) => sum + (who === name ? bytes : 0), 0),
    /** Until nothing waits any more. */
    async rest(): Promise<void> {
      await settle()
      while (turns.length > 0) {
        turns.shift()?.()
        await settle()
      }
    },
    open(who: string): Pair {
      const socket = new FakeSocket()
      const line = fair.line(socket)
      line.on('data', (piece: Buffer) => {
        time += 1
        heard.push({ who, bytes: piece.length })
      })
      return { socket, line }
    },
  }
}

const settle = (): Promise<void> => new Promise((done) => setTimeout(done, 0))

describe('connections that come in turn', () => {
  it('hands on all bytes in their order, however they come, and then the end', async () => {
    const parts = fc.array(fc.uint8Array({ minLength: 1, maxLength: 20_000 }), { maxLength: 6 })
    await fc.assert(
      fc.asyncProperty(parts, async (chunks) => {
        const socket = new FakeSocket()
        const line = createFair().line(socket)
        const got: Buffer[] = []
        line.on('data', (piece: Buffer) => got.push(piece))
        const ended = new Promise<void>((done) => line.once('end', () => done()))
        for (const chunk of chunks) socket.push(Buffer.from(chunk))
        socket.push(null)
        await ended
        const sent = Buffer.concat(chunks.map((chunk) => Buffer.from(chunk)))
        expect(Buffer.concat(got).equals(sent)).toBe(true)
        expect(line.bytesRead).toBe(sent.length)
      }),
      { numRuns: 50 },
    )
  })

  it('lets a short one by while a long one has only had its share', async () => {
    const rig = createRig()
    const flood = rig.open('flood')
    const reply = rig.open('reply')
    await rig.rest()
    flood.socket.push(Buffer.alloc(64 * 1024))
    await settle()
    rig.turn()
    expect(rig.heard[0]).toEqual({ who: 'flood', bytes: 512 })
    expect(rig.bytesOf('flood')).toBeLessThan(64 * 1024)
    reply.socket.push(Buffer.alloc(300))
    await settle()
    rig.turn()
    expect(rig.bytesOf('reply')).toBe(300)
    expect(rig.bytesOf('flood')).toBeLessThan(64 * 1024)
    await rig.rest()
    expect(rig.bytesOf('flood')).toBe(64 * 1024)
  })

  it('ends a turn before it takes long, and goes on where it stopped', async () => {
    const rig = createRig()
    const floods = Array.from({ length: 20 }, (_, at) => rig.open(String(at)))
    await rig.rest()
    for (const { socket } of floods) socket.push(Buffer.alloc(512))
    await settle()
    const served = (): string[] => rig.heard.map(({ who }) => who)
    const before = served().length
    expect(before).toBeLessThan(5)
    for (let turns = 1; rig.hasTurns(); turns += 1) {
      rig.turn()
      expect(served().length - before).toBeLessThanOrEqual(4 * turns)
    }
    expect(served()).toEqual(floods.map((_, at) => String(at)))
  })

  it('leaves turns free while connections come one after the other, but not for ever', async () => {
    const rig = createRig()
    const first = rig.open('first')
    first.socket.push(Buffer.alloc(100))
    await settle()
    for (let ms = 0; ms < 29; ms += 1) {
      rig.turn()
      expect(rig.heard).toEqual([])
      rig.pass(1)
      rig.open('next')
    }
    rig.pass(1)
    rig.turn()
    expect(rig.heard).toEqual([{ who: 'first', bytes: 100 }])
  })

  it('serves one that is trusted at once', async () => {
    const rig = createRig()
    const known = rig.open('known')
    known.line.isTrusted = true
    await settle()
    rig.open('next')
    known.socket.push(Buffer.alloc(300))
    await settle()
    expect(rig.heard).toEqual([{ who: 'known', bytes: 300 }])
  })

  it('keeps what nobody wants at the moment with the system', async () => {
    const rig = createRig()
    const { socket, line } = rig.open('a')
    line.pause()
    await settle()
    socket.push(Buffer.alloc(50_000))
    await settle()
    expect(rig.heard).toEqual([])
    expect(socket.isPaused()).toBe(true)
    line.resume()
    await rig.rest()
    expect(line.bytesRead).toBe(50_000)
    expect(socket.isPaused()).toBe(false)
  })

  it('writes through, and ends both ways', async () => {
    const { socket, line } = createRig().open('a')
    line.write('HTTP/1.1 404')
    line.destroySoon()
    await settle()
    expect(socket.written).toBe('HTTP/1.1 404')
    expect(socket.destroyed).toBe(true)
    expect(line.destroyed).toBe(true)
  })

  it('hands on neither what waits nor what still comes once it is silenced, and can still answer', async () => {
    const rig = createRig()
    const { socket, line } = rig.open('a')
    await rig.rest()
    socket.push(Buffer.alloc(50_000))
    await settle()
    rig.turn()
    line.silence()
    const before = rig.heard.length
    socket.push(Buffer.alloc(50_000))
    await rig.rest()
    expect(rig.heard).toHaveLength(before)
    line.end('HTTP/1.1 400')
    await settle()
    expect(socket.written).toBe('HTTP/1.1 400')
  })

  it('is gone with its socket, and what waited with it', async () => {
    const rig = createRig()
    const { socket, line } = rig.open('a')
    await rig.rest()
    socket.push(Buffer.alloc(50_000))
    await settle()
    rig.turn()
    const before = rig.heard.length
    expect(before).toBeGreaterThan(0)
    socket.destroy()
    await rig.rest()
    expect(line.destroyed).toBe(true)
    expect(rig.heard).toHaveLength(before)
  })
})
