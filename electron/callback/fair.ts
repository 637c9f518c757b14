/**
 * Lets many connections come in turn. Node parses whatever has arrived on a connection in one go: hundreds of requests
 * that somebody sends at once on each of many connections would keep a reply waiting for seconds. Here a connection's
 * bytes reach the server piece by piece, and each gets a short share of the time. What comes on a connection that has
 * carried a callback before does not wait at all.
 */
import { Duplex } from 'node:stream'

/** What one connection may use up before it is another one's turn, milliseconds. */
const shareMs = 0.25
/** What all of them may use up in one turn of the event loop, before it is looked what else has come, milliseconds. */
const turnMs = 4
/**
 * Node takes up but one new connection in a turn. While they come one after the other, nothing else is done, so that a reply
 * on a new connection does not wait behind the work for all those before it; but no longer than so, milliseconds.
 */
const openingMs = 30
/** A piece; pieces grow while they take no time, as those of a long body do. */
const pieceBytes = { first: 512, largest: 8192 } as const

export interface Fair {
  /** The connection as the server shall see it. */
  readonly line: (socket: Duplex) => FairLine
}

/** For tests. */
export interface FairNeeds {
  /** Milliseconds, with fractions. */
  readonly now?: () => number
  readonly nextTurn?: (act: () => void) => void
}

export function createFair({ now = () => performance.now(), nextTurn = setImmediate }: FairNeeds = {}): Fair {
  /** Those with bytes that were not looked at yet: they come before the others. The one that waits longest is first. */
  const fresh = new Set<FairLine>()
  /** Those that have had their share, and have more. */
  const rest = new Set<FairLine>()
  /** What was used up since this turn began. */
  let used = 0
  let isDue = false
  /** A connection came in this turn: there may be more. */
  let hasOpened = false
  /** When the first of several came; until all that waited by the end of them have been served. */
  let openedAt: number | undefined
  /** How many of these have not been. */
  let left = 0

  /** Hands on what the line has, as far as its share goes. */
  function serve(line: FairLine): void {
    const began = now()
    let bytes: number = pieceBytes.first
    let more = line.hand(bytes)
    while (more && now() - began < shareMs) {
      bytes = Math.min(2 * bytes, pieceBytes.largest)
      more = line.hand(bytes)
    }
    if (more) rest.add(line)
    used += now() - began
  }

  /** Serves at least one, so that none waits for ever. */
  function serveSome(lines: Set<FairLine>): void {
    for (const line of lines) {
      lines.delete(line)
      serve(line)
      if (used >= turnMs) return
    }
  }

  function plan(): void {
    if (isDue) return
    isDue = true
    nextTurn(turn)
  }

  /** Whether this turn is left free for new connections. */
  function isOpening(): boolean {
    if (!hasOpened || left > 0) return false
    openedAt ??= now()
    return now() - openedAt < openingMs
  }

  function serveWaiting(): void {
    if (openedAt !== undefined && left === 0) left = fresh.size
    const before = fresh.size
    serveSome(fresh)
    left = Math.max(0, left - (before - fresh.size))
    if (left === 0) openedAt = undefined
    serveSome(rest)
  }

  function turn(): void {
    isDue = false
    used = 0
    if (!isOpening()) serveWaiting()
    used = 0
    hasOpened = false
    if (fresh.size + rest.size > 0) plan()
  }

  function ready(line: FairLine): void {
    if (line.isTrusted) return serve(line)
    if (fresh.has(line) || rest.has(line)) return
    plan()
    if (hasOpened || openedAt !== undefined || used >= turnMs) fresh.add(line)
    else serve(line)
  }

  function gone(line: FairLine): void {
    fresh.delete(line)
    rest.delete(line)
  }

  return {
    line(socket) {
      hasOpened = true
      plan()
      return new FairLine(socket, { ready, gone })
    },
  }
}

interface Turns {
  /** There are bytes to hand on, and they are wanted. */
  readonly ready: (line: FairLine) => void
  readonly gone: (line: FairLine) => void
}

/** A connection whose bytes are handed on when it is told to. */
export class FairLine extends Duplex {
  /** What was handed on so far. */
  bytesRead = 0
  /** Somebody who knows the path has used it: what comes on it does not wait. */
  isTrusted = false
  readonly #socket: Duplex
  readonly #turns: Turns
  #rest: Buffer | undefined
  #wanted = false
  #ended = false
  #isDeaf = false

  constructor(socket: Duplex, turns: Turns) {
    super({ allowHalfOpen: true, readableHighWaterMark: 1 })
    this.#socket = socket
    this.#turns = turns
    socket
      .on('data', (bytes: Buffer) => this.#came(bytes))
      .on('end', () => {
        this.#ended = true
        this.#goOn()
      })
      .on('error', (thrown) => this.destroy(thrown))
      .on('close', () => this.destroy())
  }

  /** Hands a piece on; false when there is nothing more to hand on, or nobody who wants it. */
  hand(bytes: number): boolean {
    const rest = this.#rest
    if (rest === undefined || !this.#wanted) return false
    const piece = rest.subarray(0, bytes)
    this.#rest = piece.length < rest.length ? rest.subarray(bytes) : undefined
    this.bytesRead += piece.length
    this.#wanted = this.push(piece)
    if (this.#rest === undefined) this.#empty()
    return this.#rest !== undefined && this.#wanted
  }

  /** What waits, and what still comes, is not looked at any more. */
  silence(): void {
    this.#isDeaf = true
    this.#rest = undefined
    this.#turns.gone(this)
  }

  /** What was written is sent, then the connection ends; as with a socket, for the server. */
  destroySoon(): void {
    this.end(() => this.destroy())
  }

  override _read(): void {
    this.#wanted = true
    this.#goOn()
  }

  override _write(bytes: Buffer, _encoding: string, done: (error?: Error) => void): void {
    if (this.#socket.write(bytes)) done()
    else this.#socket.once('drain', done)
  }

  override _final(done: () => void): void {
    this.#socket.end(done)
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#rest = undefined
    this.#turns.gone(this)
    this.#socket.destroy()
    done(error)
  }

  #came(bytes: Buffer): void {
    if (this.#isDeaf) return
    this.#rest = this.#rest === undefined ? bytes : Buffer.concat([this.#rest, bytes])
    this.#goOn()
    // What the sender sends meanwhile stays with the system.
    if (this.#rest !== undefined) this.#socket.pause()
  }

  #goOn(): void {
    if (this.#rest !== undefined) this.#turns.ready(this)
    else this.#empty()
  }

  #empty(): void {
    if (this.destroyed) return
    if (this.#ended) this.push(null)
    else if (this.#socket.isPaused()) this.#socket.resume()
  }
}
