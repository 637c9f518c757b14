/**
 * Fetches a photo from an address that a stranger chose. What that address can make Tern do is kept small: one GET over
 * `https:` to a public address, with no cookie, no proxy and nothing that tells who asks; a limit on time and size;
 * and only content that is a kind of file that texts carry.
 */
import { lookup as systemLookup, type LookupAddress, type LookupOptions } from 'node:dns'
import { isIP, type LookupFunction, type Socket } from 'node:net'
import { buildConnector, Client, type Dispatcher } from 'undici'
import type { MediaFailure } from '../../shared/core/media-retry.ts'
import { readMediaType, type MediaType } from '../../shared/core/media-type.ts'
import { isPublicAddress } from '../../shared/core/public-address.ts'
import type { MediaRefusal } from '../../shared/model/media.ts'

export type Fetched =
  | { readonly kind: 'fetched'; readonly bytes: Buffer; readonly as: MediaType }
  | { readonly kind: 'refused'; readonly reason: MediaRefusal }
  | { readonly kind: 'failed'; readonly failure: MediaFailure }

export interface FetchRequest {
  readonly url: string
  /** The practice Aircall's own origin, such as `http://127.0.0.1:4711`: the one place that is fetched from although it is on this computer. */
  readonly practiceOrigin?: string | undefined
  readonly signal: AbortSignal
}

/** Fetches one file. Never rejects: what goes wrong is an answer. */
export type FetchMedia = (request: FetchRequest) => Promise<Fetched>

export interface FetchMediaOptions {
  /** Bytes. */
  readonly sizeLimit?: number
  /** For all of it, redirects too; milliseconds. */
  readonly timeoutMs?: number
  /** For tests: the resolver, which addresses may be connected to, and a certificate authority. */
  readonly lookup?: LookupFunction
  readonly isAllowed?: (address: string) => boolean
  readonly ca?: string
}

/** More than any phone company lets through in one text. */
export const mediaSizeLimit = 16 * 1024 * 1024

const mostRedirects = 3
const connectMs = 10_000
const headers = { accept: '*/*', 'accept-encoding': 'identity', 'user-agent': 'Tern' }

/** An answer that ends the fetch, wherever it is found. */
class Ended extends Error {
  readonly as: Exclude<Fetched, { kind: 'fetched' }>
  constructor(as: Exclude<Fetched, { kind: 'fetched' }>) {
    super(as.kind)
    this.as = as
  }
}
const refuse = (reason: MediaRefusal): Ended => new Ended({ kind: 'refused', reason })
const fail = (failure: MediaFailure): Ended => new Ended({ kind: 'failed', failure })

interface Hop {
  readonly url: URL
  /** The practice Aircall's. */
  readonly exempt: boolean
}

export function createFetchMedia(options: FetchMediaOptions = {}): FetchMedia {
  const { sizeLimit = mediaSizeLimit, timeoutMs = 60_000, isAllowed = isPublicAddress } = options
  const lookup = options.lookup ?? systemLookup

  const connectPublic = buildConnector({
    timeout: connectMs,
    maxCachedSessions: 0,
    lookup: checkedLookup(lookup, isAllowed),
    ...(options.ca === undefined ? {} : { ca: options.ca }),
  })
  const connectPractice = buildConnector({ timeout: connectMs })

  /** Connects; what may not be connected to is refused before, and checked once more on the connection that stands. */
  function connectorFor(exempt: boolean): buildConnector.connector {
    if (exempt) return connectPractice
    return (asked, done) => {
      // For an address in the place of a name no resolver is asked.
      const literal = asked.hostname.replace(/^\[|\]$/g, '')
      if (isIP(literal) !== 0 && !isAllowed(literal)) {
        done(refuse('private'), null)
        return
      }
      connectPublic(asked, (...outcome) => {
        const [thrown, socket] = outcome
        if (thrown === null && !isAllowed(peerOf(socket))) {
          socket.destroy()
          done(refuse('private'), null)
        } else done(...outcome)
      })
    }
  }

  /** One request. Answers the next address, or the content. */
  async function ask({ url, exempt }: Hop, signal: AbortSignal): Promise<URL | Buffer> {
    let connected = false
    const connect = connectorFor(exempt)
    const client = new Client(url.origin, {
      connect: (asked, done) =>
        connect(asked, (...outcome) => {
          connected = outcome[0] === null
          done(...outcome)
        }),
    })
    try {
      const path = url.pathname + url.search
      return await readAnswer(await client.request({ method: 'GET', path, headers, signal }), url)
    } catch (thrown) {
      if (thrown instanceof Ended) throw thrown
      throw fail(connected ? 'trouble' : 'unreached')
    } finally {
      // Breaks the connection off, whatever may still be coming.
      await client.destroy()
    }
  }

  async function readAnswer(answer: Dispatcher.ResponseData, from: URL): Promise<URL | Buffer> {
    // Also of a body that is not read: the connection is broken off under it.
    answer.body.on('error', () => undefined)
    const { statusCode: status } = answer
    const location = answer.headers['location']
    if ([301, 302, 303, 307, 308].includes(status) && typeof location === 'string') {
      const next = URL.canParse(location, from.href) ? new URL(location, from.href) : undefined
      if (next === undefined) throw refuse('address')
      return next
    }
    if (status === 410) throw fail('gone')
    if (status === 401 || status === 403 || status === 404) throw fail('denied')
    if (status !== 200) throw fail('trouble')
    if (Number(answer.headers['content-length'] ?? 0) > sizeLimit) throw refuse('tooLarge')
    return readBody(answer.body)
  }

  async function readBody(body: AsyncIterable<Buffer>): Promise<Buffer> {
    const chunks: Buffer[] = []
    let size = 0
    for await (const chunk of body) {
      size += chunk.length
      if (size > sizeLimit) throw refuse('tooLarge')
      chunks.push(chunk)
    }
    if (size === 0) throw fail('trouble')
    return Buffer.concat(chunks)
  }

  async function follow({ url: address, practiceOrigin, signal }: FetchRequest): Promise<Buffer> {
    if (!URL.canParse(address)) throw refuse('address')
    let url = new URL(address)
    // Once another place had its say, no address it names is an exception.
    let exempt = true
    for (let redirects = 0; redirects <= mostRedirects; redirects += 1) {
      exempt &&= practiceOrigin !== undefined && url.origin === practiceOrigin
      if (!exempt) checkForm(url)
      const answer = await ask({ url, exempt }, signal)
      if (Buffer.isBuffer(answer)) return answer
      url = answer
    }
    throw refuse('address')
  }

  return async (request) => {
    const signal = AbortSignal.any([request.signal, AbortSignal.timeout(timeoutMs)])
    try {
      const bytes = await follow({ ...request, signal })
      const as = readMediaType(bytes)
      return as === undefined ? { kind: 'refused', reason: 'wrongType' } : { kind: 'fetched', bytes, as }
    } catch (thrown) {
      if (thrown instanceof Ended) return thrown.as
      throw thrown
    }
  }
}

function checkForm(url: URL): void {
  if (url.protocol !== 'https:' || url.username !== '' || url.password !== '') throw refuse('address')
}

/**
 * A resolver whose answers can be connected to, all of them. The connection is made to the addresses that were checked,
 * so that a name that means something else a moment later gains nothing.
 */
function checkedLookup(lookup: LookupFunction, isAllowed: (address: string) => boolean): LookupFunction {
  return (hostname, options, done) => {
    const all: LookupOptions = { ...options, all: true }
    lookup(hostname, all, (thrown, answer) => {
      if (thrown !== null) {
        done(thrown, '', 0)
        return
      }
      const addresses = answer as unknown as LookupAddress[]
      const [first] = addresses
      if (first === undefined || !addresses.every(({ address }) => isAllowed(address)))
        done(refuse('private'), '', 0)
      else if (options.all === true) done(null, addresses)
      else done(null, first.address, first.family)
    })
  }
}

const peerOf = (socket: Socket): string => socket.remoteAddress ?? ''
