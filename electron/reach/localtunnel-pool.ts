/**
 * The connections of one tunnel. `localtunnel` joins each to the local port; this keeps as many open as the server
 * allows, and tells when the tunnel is gone for good.
 *
 * Its own supervision is not used, because it loses connections for good (any failure but a refusal is silent, and so
 * is a local connection that breaks while it is written to) and starts again at once without end.
 */
// For the other projects that read this file: only this one includes the declaration by itself.
/// <reference path="./localtunnel-cluster.d.ts" />
import type { Socket } from 'node:net'
import type { Readable } from 'node:stream'
import TunnelCluster from 'localtunnel/lib/TunnelCluster.js'
import type { Clock } from '../ports.ts'

export interface PoolNeeds {
  readonly remote: { readonly host: string; readonly ip?: string; readonly port: number }
  /** How many connections the server allows. */
  readonly size: number
  readonly localPort: number
  readonly clock: Clock
}

export interface Pool {
  /** Settles when the first connection is open; rejects with {@link PoolEnded} when the pool ends before. */
  readonly online: Promise<void>
  /** Settles once, when no connection can be had any more, or by {@link close}. */
  readonly ended: Promise<void>
  readonly close: () => void
}

/** Why no connection was ever open. */
export class PoolEnded extends Error {
  readonly refused: boolean
  constructor(refused: boolean) {
    super(refused ? 'refused' : 'closed')
    this.name = 'PoolEnded'
    this.refused = refused
  }
}

const tickMs = 1000
/** A try that has not opened by then has failed. */
const connectMs = 10_000
/** With no connection open for so long, the server has given the tunnel up. */
const emptyMs = 5000
/** A connection that closes sooner than this, with nothing on it, is no use. */
const uselessMs = 1000

/**
 * Ends the connection to the server when its local one ends, however that ends. The library joins a new local one to
 * it after a reset; but the request was lost with the old one, and the server would wait for its answer for ever.
 */
function endTogether(this: Socket, local: Readable): void {
  local.once('close', () => this.destroySoon())
}

export function createPool({ remote, size, localPort, clock }: PoolNeeds): Pool {
  const cluster = new TunnelCluster({
    remote_host: remote.host,
    ...(remote.ip === undefined ? {} : { remote_ip: remote.ip }),
    remote_port: remote.port,
    local_port: localPort,
  })
  const open = new Set<Socket>()
  /** When each try that has not opened yet was started. */
  let tries: number[] = []
  let useless = 0
  let wasOnline = false
  let emptySince = clock.now()
  let isEnded = false
  let stopTick: (() => void) | undefined
  let settle = {
    online: (): void => undefined,
    failed: (_why: PoolEnded): void => undefined,
    ended: (): void => undefined,
  }
  const online = new Promise<void>(
    (resolve, reject) => (settle = { ...settle, online: resolve, failed: reject }),
  )
  const ended = new Promise<void>((resolve) => (settle = { ...settle, ended: resolve }))

  function fill(): void {
    while (!isEnded && open.size + tries.length < size) {
      tries.push(clock.now())
      cluster.open()
    }
  }

  function end(refused: boolean): void {
    if (isEnded) return
    isEnded = true
    stopTick?.()
    for (const socket of open) socket.destroy()
    settle.failed(new PoolEnded(refused))
    settle.ended()
  }

  function tick(): void {
    const now = clock.now()
    tries = tries.filter((startedAt) => now - startedAt < connectMs)
    const gone = wasOnline && open.size === 0 && now - emptySince >= emptyMs
    // Opened and closed again and again, with nothing on any of them: somebody else has the port by now.
    if (gone || useless > 3 * size) return end(false)
    fill()
    stopTick = clock.after(tickMs, tick)
  }

  cluster.on('open', (socket) => {
    tries.shift()
    if (isEnded) return void socket.destroy()
    open.add(socket)
    socket.on('pipe', endTogether)
    wasOnline = true
    settle.online()
    const openedAt = clock.now()
    socket.once('close', () => {
      open.delete(socket)
      if (open.size === 0) emptySince = clock.now()
      if (socket.bytesRead > 0) useless = 0
      else useless += 1
      // A new one at once, so that replies find a free one; but a useless one waits for the next tick.
      if (socket.bytesRead > 0 || clock.now() - openedAt >= uselessMs) fill()
    })
  })
  // The server has closed the tunnel's port: it is dead for good, also if the server itself comes back.
  cluster.on('error', () => end(true))
  fill()
  stopTick = clock.after(tickMs, tick)
  return { online, ended, close: () => end(false) }
}
