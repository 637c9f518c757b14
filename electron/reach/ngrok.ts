/**
 * The way in through ngrok, by its own library in this process. TLS from outside ends at ngrok, which reads what passes
 * and encrypts it anew for the way to here.
 *
 * The library's messages may hold the token (`Your authtoken: …`), so none of them goes further than here: only the
 * code at their end does. Its log is never asked for; without that it writes none.
 */
import { ngrokErrorOf } from '../../shared/core/ngrok.ts'
import { TernError } from '../../shared/errors.ts'
import type { Clock, Log, OpenTunnel, Tunnel } from '../ports.ts'
import { inTime, orAborted } from './in-time.ts'
import type { NgrokApi } from './ngrok-api.ts'

export interface NgrokNeeds {
  /** Loads the library, at each opening: the user may have installed what was missing. */
  readonly load: () => Promise<NgrokApi>
  /** The account's authtoken, out of the keychain. */
  readonly token: () => Promise<string | undefined>
  /** A domain of the account; empty: the one that it has anyway. */
  readonly domain: string
  readonly clock: Clock
  readonly log: Log
  /** From the first request to the open tunnel. */
  readonly timeoutMs?: number
}

interface Closable {
  readonly close: () => Promise<void>
}

/** How long ngrok has to hear of the end of a tunnel, milliseconds. */
const closeMs = 3000

export function createNgrok(needs: NgrokNeeds): Tunnel {
  const { domain, clock, log, timeoutMs = 15_000 } = needs

  /** Both may wait for the user, who may have to open the keychain, so they are not part of the time limit. */
  async function prepare(): Promise<{ readonly token: string; readonly api: NgrokApi }> {
    const token = await needs.token()
    if (token === undefined) throw new TernError('ngrok.noToken')
    const api = await needs.load().catch((thrown: unknown) => {
      throw new TernError('ngrok.notLoaded', {}, thrown)
    })
    return { token, api }
  }

  async function connect(api: NgrokApi, token: string, port: number): Promise<OpenTunnel> {
    let end = (): void => undefined
    const ended = new Promise<void>((resolve) => (end = resolve))
    const open: Closable[] = []
    async function close(): Promise<void> {
      await inTime(closeAll(open), closeMs, clock)
      end()
    }
    try {
      const builder = new api.SessionBuilder()
      builder.authtoken(token)
      // Its own tries wait longer and longer, up to hours. Ours know when they are due, and the address is proven anew.
      builder.handleDisconnection(() => {
        end()
        return false
      })
      const session = await builder.connect()
      open.unshift(session)
      const endpoint = session.httpEndpoint()
      if (domain !== '') endpoint.domain(domain)
      const listener = await endpoint.listenAndForward(`http://127.0.0.1:${port}`)
      open.unshift(listener)
      const url = publicOrigin(listener.url())
      listener.join().then(end, end)
      return { url, ended, close }
    } catch (thrown) {
      void close()
      throw withoutSecret(thrown, domain)
    }
  }

  /** Also when nothing can be told to ngrok any more: it notices by itself. */
  async function closeAll(parts: readonly Closable[]): Promise<void> {
    for (const part of parts) {
      await part
        .close()
        .catch((thrown: unknown) => log.info('ngrok: not closed in order', { code: codeOf(thrown) }))
    }
  }

  return {
    async open(port, signal) {
      signal.throwIfAborted()
      const { token, api } = await orAborted(prepare(), signal)
      const late = new AbortController()
      const stopTimer = clock.after(timeoutMs, () => late.abort(new TernError('ngrok.unanswered')))
      const either = AbortSignal.any([signal, late.signal])
      const opening = connect(api, token, port)
      // What nobody waits for any more is closed as soon as it is there.
      void opening.then((tunnel) => (either.aborted ? tunnel.close() : undefined), nothing)
      try {
        const tunnel = await orAborted(opening, either)
        log.info('tunnel: open', { host: new URL(tunnel.url).host })
        return tunnel
      } finally {
        stopTimer()
      }
    },
  }
}

/** How it failed is for whoever waits for it; nobody may any more. */
const nothing = (): void => undefined

const codeOf = (thrown: unknown): string =>
  /\bERR_NGROK_\d+\b/.exec(thrown instanceof Error ? thrown.message : '')?.[0] ?? 'none'

function withoutSecret(thrown: unknown, domain: string): TernError {
  if (thrown instanceof TernError) return thrown
  const code = codeOf(thrown)
  const error = ngrokErrorOf(code)
  const detail = { ...(code === 'none' ? {} : { code }), ...(error === 'ngrok.badDomain' ? { domain } : {}) }
  return new TernError(error, detail)
}

function publicOrigin(url: string | null): string {
  // Replies never travel in the clear on the public side.
  if (url === null || !URL.canParse(url) || !url.startsWith('https:')) throw new TernError('ngrok.refused')
  return new URL(url).origin
}
