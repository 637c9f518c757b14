import type { Session } from 'electron'
import { describe, expect, test } from 'vitest'
import { createSessionHttp, kindOf } from '../../../../electron/http/session-http.ts'
import type { HttpRequest } from '../../../../electron/ports.ts'

describe('kindOf', () => {
  test.each([
    ...['NAME_NOT_RESOLVED', 'INTERNET_DISCONNECTED', 'CONNECTION_REFUSED', 'ADDRESS_UNREACHABLE'],
    ...['PROXY_CONNECTION_FAILED', 'CERT_AUTHORITY_INVALID', 'CERT_DATE_INVALID', 'CONNECTION_TIMED_OUT'],
    ...['NETWORK_ACCESS_DENIED', 'SSL_VERSION_OR_CIPHER_MISMATCH', 'TUNNEL_CONNECTION_FAILED'],
  ])('%s was not sent', (name) => {
    expect(kindOf(new Error(`net::ERR_${name}`))).toBe('notSent')
  })

  test.each([
    ...['CONNECTION_RESET', 'CONNECTION_CLOSED', 'EMPTY_RESPONSE', 'TIMED_OUT', 'NETWORK_CHANGED', 'FAILED'],
    ...[
      'ABORTED',
      'CONNECTION_ABORTED',
      'NETWORK_IO_SUSPENDED',
      'CONTENT_LENGTH_MISMATCH',
      'HTTP2_PING_FAILED',
    ],
    ...['SSL_PROTOCOL_ERROR', 'SOCKET_NOT_CONNECTED', 'TOO_MANY_REDIRECTS', 'CONNECTION_REFUSED_NOT'],
  ])('%s promises nothing', (name) => {
    expect(kindOf(new Error(`net::ERR_${name}`))).toBe('unclear')
  })

  test('neither does anything else', () => {
    expect(kindOf(new Error('see net::ERR_CONNECTION_REFUSED'))).toBe('unclear')
    expect(kindOf('net::ERR_CONNECTION_REFUSED')).toBe('unclear')
  })
})

describe('createSessionHttp', () => {
  /** A session of which only the two used methods are there. */
  function fakeSession(log: string[], name: string): { session: Session; end: (() => void)[] } {
    const end: (() => void)[] = []
    const session = {
      closeAllConnections: () => Promise.resolve(void log.push(`${name} closed`)),
      fetch: (url: string) => {
        log.push(`${name} ${url}`)
        return new Promise<Response>((resolve) => end.push(() => resolve(new Response('ok'))))
      },
    }
    return { session: session as unknown as Session, end }
  }
  const request = (url: string, once: boolean): HttpRequest => ({
    method: 'POST',
    url,
    headers: {},
    timeoutMs: 60_000,
    once,
  })
  const settle = async (): Promise<void> => {
    for (let n = 0; n < 20; n += 1) await Promise.resolve()
  }

  test('requests marked once run alone, each on fresh connections; others are not held up', async () => {
    const log: string[] = []
    const [shared, once] = [fakeSession(log, 'shared'), fakeSession(log, 'once')]
    const http = createSessionHttp({ shared: shared.session, once: once.session })
    const ends = [http(request('a', true)), http(request('b', true)), http(request('c', false))]
    await settle()
    expect(log).toEqual(['shared c', 'once closed', 'once a'])
    once.end[0]?.()
    await ends[0]
    await settle()
    expect(log.slice(3)).toEqual(['once closed', 'once b'])
    once.end[1]?.()
    shared.end[0]?.()
    expect((await Promise.all(ends)).map(({ status, text }) => `${status} ${text}`)).toEqual(
      Array(3).fill('200 ok'),
    )
  })
})
