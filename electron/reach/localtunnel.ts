/**
 * The way in through a localtunnel server. The library's own request for a tunnel is not used: it repeats for ever
 * while the server is away, and nothing can stop it. Ours has a time limit and goes by the {@link Http} port, which
 * follows the system's proxy and certificates.
 */
import * as v from 'valibot'
import { TernError } from '../../shared/errors.ts'
import { type Clock, type Http, type HttpAnswer, type Log, type OpenTunnel, type Tunnel } from '../ports.ts'
import { orAborted } from './in-time.ts'
import { createPool, PoolEnded, type Pool } from './localtunnel-pool.ts'

export interface LocaltunnelNeeds {
  /** Base of the server, such as `https://loca.lt`. */
  readonly host: string
  readonly http: Http
  readonly clock: Clock
  readonly log: Log
  /** From the request to the first connection. */
  readonly timeoutMs?: number
}

/** What a server says of a new tunnel. Source: the protocol of localtunnel-server. */
const NewTunnel = v.object({
  url: v.pipe(v.string(), v.url()),
  port: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(65535)),
  ip: v.nullish(v.string()),
  max_conn_count: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1))),
})

/** More connections than this are never opened, whatever the server allows. */
const mostConnections = 20

/** Tells loca.lt and its like that no person is there to click a reminder page away. */
export const tunnelHeaders: Readonly<Record<string, string>> = {
  'user-agent': 'Tern',
  'bypass-tunnel-reminder': '1',
}

export function createLocaltunnel(needs: LocaltunnelNeeds): Tunnel {
  const { http, clock, log, timeoutMs = 15_000 } = needs
  const base = needs.host.replace(/\/+$/, '')
  const host = new URL(base).host

  async function ask(): Promise<v.InferOutput<typeof NewTunnel>> {
    const headers = { ...tunnelHeaders, accept: 'application/json' }
    const answer = await http({ method: 'GET', url: `${base}/?new`, headers, timeoutMs }).catch(
      (thrown: unknown) => {
        throw new TernError('tunnel.unanswered', { host }, thrown)
      },
    )
    return readNewTunnel(answer, host)
  }

  async function open(port: number, signal: AbortSignal): Promise<OpenTunnel> {
    const startedAt = clock.now()
    signal.throwIfAborted()
    const info = await orAborted(ask(), signal)
    const pool = createPool({
      remote: {
        host: new URL(base).hostname.replace(/^\[|\]$/g, ''),
        port: info.port,
        ...(typeof info.ip === 'string' && info.ip !== '' ? { ip: info.ip } : {}),
      },
      size: Math.min(info.max_conn_count ?? 1, mostConnections),
      localPort: port,
      clock,
    })
    const close = (): void => pool.close()
    signal.addEventListener('abort', close, { once: true })
    const stopTimer = clock.after(Math.max(0, timeoutMs - (clock.now() - startedAt)), close)
    try {
      await pool.online
    } catch (thrown) {
      signal.throwIfAborted()
      const refused = thrown instanceof PoolEnded && thrown.refused
      throw new TernError(refused ? 'tunnel.refused' : 'tunnel.unanswered', { host }, thrown)
    } finally {
      stopTimer()
      signal.removeEventListener('abort', close)
    }
    log.info('tunnel: open', { host })
    return asOpenTunnel(pool, publicUrl(info.url, base))
  }

  return { open }
}

const asOpenTunnel = (pool: Pool, url: string): OpenTunnel => ({
  url,
  ended: pool.ended,
  close: () => {
    pool.close()
    return pool.ended
  },
})

function readNewTunnel(answer: HttpAnswer, host: string): v.InferOutput<typeof NewTunnel> {
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), NewTunnel), answer.text)
  if (answer.status === 200 && parsed.success) return parsed.output
  throw new TernError('tunnel.refused', { host, status: answer.status })
}

const loopbackHost = /^(localhost|.+\.localhost|127\.\d+\.\d+\.\d+|\[::1\])$/

/** The base of a tunnel's address. Replies never travel in the clear on the public side, whatever the server says. */
export function publicUrl(url: string, base: string): string {
  const parsed = new URL(url)
  if (parsed.protocol === 'http:' && base.startsWith('https:') && !loopbackHost.test(parsed.hostname)) {
    parsed.protocol = 'https:'
  }
  return parsed.origin
}
