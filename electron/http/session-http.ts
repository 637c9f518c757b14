/**
 * Outgoing HTTP through Chromium's network stack, which follows the system's proxy and certificates.
 *
 * Chromium sends a request again by itself, a POST too, when a kept connection turns out to be closed or is reset
 * before the answer's headers (`HttpNetworkTransaction::ShouldResendRequest`). It does so only on connections that
 * were used or stood idle before. So requests marked `once` have a session of their own, and each starts with all
 * its connections closed. HTTP/2 and QUIC, which share connections, must be off for the whole app
 * (`--disable-http2`, `--disable-quic`). Measured by test/e2e/http-once.spec.ts.
 */
import type { Session } from 'electron'
import { HttpFailure, type Http, type HttpAnswer, type HttpRequest } from '../ports.ts'
import { bodyCap, tooLong } from './limits.ts'

export interface HttpSessions {
  /** In memory, without a cache. Keeps connections for later requests. */
  readonly shared: Session
  /** Another one, in memory, without a cache, used for nothing else: its connections are closed at each request. */
  readonly once: Session
}

export function createSessionHttp(sessions: HttpSessions): Http {
  let last: Promise<unknown> = Promise.resolve()

  async function fresh(request: HttpRequest): Promise<HttpAnswer> {
    await sessions.once.closeAllConnections()
    return ask(sessions.once, request)
  }

  return (request) => {
    if (request.once !== true) return ask(sessions.shared, request)
    // One at a time: closing the connections would break the request before.
    const mine = last.then(() => fresh(request))
    last = mine.catch(() => undefined)
    return mine
  }
}

async function ask(session: Session, request: HttpRequest): Promise<HttpAnswer> {
  const abort = new AbortController()
  let timedOut = false
  const timer = setTimeout(() => {
    timedOut = true
    abort.abort()
  }, request.timeoutMs)
  try {
    // Node's types of `RequestInit` do not know `cache`; Chromium does.
    const how: RequestInit & { cache: 'no-store' } = {
      method: request.method,
      headers: { ...request.headers },
      ...(request.body === undefined ? {} : { body: request.body }),
      cache: 'no-store',
      credentials: 'omit',
      redirect: 'error',
      signal: abort.signal,
    }
    const response = await session.fetch(request.url, how)
    return {
      status: response.status,
      headers: Object.fromEntries(response.headers.entries()),
      text: await readText(response),
    }
  } catch (thrown) {
    throw new HttpFailure(timedOut ? 'timedOut' : kindOf(thrown), thrown)
  } finally {
    clearTimeout(timer)
    abort.abort()
  }
}

async function readText(response: Response): Promise<string> {
  if (response.body === null) return ''
  const decoder = new TextDecoder()
  let size = 0
  let text = ''
  for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength
    if (size > bodyCap) throw tooLong()
    text += decoder.decode(chunk, { stream: true })
  }
  return text + decoder.decode()
}

/**
 * Errors of Chromium (`net_error_list.h`) that come before the first byte of a request is written: no name, no route,
 * no connection, no TLS. All others may come later, so they promise nothing.
 */
const beforeSending = new RegExp(
  [
    ...['NAME_NOT_RESOLVED', 'NAME_RESOLUTION_FAILED', 'ICANN_NAME_COLLISION', 'DNS_\\w+'],
    ...['INTERNET_DISCONNECTED', 'ADDRESS_INVALID', 'ADDRESS_UNREACHABLE', 'ADDRESS_IN_USE'],
    ...['CONNECTION_REFUSED', 'CONNECTION_FAILED', 'CONNECTION_TIMED_OUT', 'NETWORK_ACCESS_DENIED'],
    ...['PROXY_CONNECTION_FAILED', 'TUNNEL_CONNECTION_FAILED', 'PROXY_AUTH_UNSUPPORTED'],
    ...['MANDATORY_PROXY_CONFIGURATION_FAILED', 'PROXY_CERTIFICATE_INVALID', 'SOCKS_CONNECTION_\\w+'],
    ...[
      'CERT_\\w+',
      'SSL_VERSION_OR_CIPHER_MISMATCH',
      'SSL_OBSOLETE_\\w+',
      'SSL_PINNED_KEY_NOT_IN_CERT_CHAIN',
    ],
    ...['SSL_CLIENT_AUTH_\\w+', 'SSL_SERVER_CERT_BAD_FORMAT', 'SSL_UNRECOGNIZED_NAME_ALERT'],
    ...['INVALID_URL', 'DISALLOWED_URL_SCHEME', 'UNKNOWN_URL_SCHEME', 'UNSAFE_PORT', 'BLOCKED_BY_CLIENT'],
    ...['BLOCKED_BY_ADMINISTRATOR', 'NO_SUPPORTED_PROXIES'],
  ]
    .join('|')
    .replace(/^/, '^net::ERR_(?:')
    .replace(/$/, ')$'),
)

/** Which end a failed fetch had, by Chromium's own name for the error. */
export function kindOf(thrown: unknown): 'notSent' | 'unclear' {
  if (!(thrown instanceof Error)) return 'unclear'
  return beforeSending.test(thrown.message.trim()) ? 'notSent' : 'unclear'
}
