import type { RequestListener } from 'node:http'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createFetchMedia, type Fetched } from '../../../../electron/media/fetch-media.ts'
import { makeCertificate } from '../../../support/certificate.ts'
import {
  asImage,
  closeServers,
  createResolver,
  fetchFrom,
  photo,
  serve,
  type Asking,
  type Place,
} from './support.ts'

let practice: Place
let answer: RequestListener
beforeEach(async () => {
  answer = (_, response) => response.end(photo)
  practice = await serve((request, response) => answer(request, response))
})
afterEach(closeServers)

/** From the practice Aircall's own origin. */
const fetchHere = (path: string, options: Asking = {}): Promise<Fetched> =>
  fetchFrom(practice.origin + path, { practiceOrigin: practice.origin, ...options })

describe('an address that is not fetched, and nothing is connected to', () => {
  test.each([
    ['http', (port: number) => `http://127.0.0.1:${port}/a.png`, 'address'],
    ['http to a name', (port: number) => `http://photos.example:${port}/a.png`, 'address'],
    ['another scheme', () => 'file:///etc/passwd', 'address'],
    ['data', () => 'data:image/png;base64,AAAA', 'address'],
    ['none', () => 'no address', 'address'],
    ['a name and password in it', (port: number) => `https://me:secret@photos.example:${port}/`, 'address'],
    ['loopback', (port: number) => `https://127.0.0.1:${port}/`, 'private'],
    ['loopback as one number', (port: number) => `https://2130706433:${port}/`, 'private'],
    ['loopback in octal', (port: number) => `https://0177.0.0.1:${port}/`, 'private'],
    ['loopback, short', (port: number) => `https://127.1:${port}/`, 'private'],
    ['loopback, IPv6', (port: number) => `https://[::1]:${port}/`, 'private'],
    ['loopback, mapped', (port: number) => `https://[::ffff:127.0.0.1]:${port}/`, 'private'],
    ['any address', (port: number) => `https://0.0.0.0:${port}/`, 'private'],
    ['a private network', () => 'https://192.168.1.1/', 'private'],
    ['the metadata service of a cloud', () => 'https://169.254.169.254/latest/meta-data/', 'private'],
  ])('%s', async (_, url, reason) => {
    expect(await fetchFrom(url(practice.port))).toEqual({ kind: 'refused', reason })
    expect(practice.connections()).toBe(0)
  })

  test.each([
    ['loopback', ['127.0.0.1']],
    ['a private network', ['10.0.0.7']],
    ['a public address and a private one', ['93.184.216.34', '127.0.0.1']],
    ['an IPv4 address inside an IPv6 one', ['::ffff:127.0.0.1']],
    ['a NAT64 address', ['64:ff9b::7f00:1']],
  ])('a name of %s', async (_, addresses) => {
    const url = `https://photos.example:${practice.port}/a.png`
    const lookup = createResolver(addresses)
    expect(await fetchFrom(url, { lookup })).toEqual({
      kind: 'refused',
      reason: 'private',
    })
    expect(lookup.asked).toEqual(['photos.example'])
    expect(practice.connections()).toBe(0)
  })

  test('what the system itself resolves to this computer', async () => {
    const fetchMedia = createFetchMedia()
    const url = `https://localhost:${practice.port}/a.png`
    const { signal } = new AbortController()
    expect(await fetchMedia({ url, signal })).toEqual({ kind: 'refused', reason: 'private' })
    expect(practice.connections()).toBe(0)
  })

  test('the practice origin of another port, and of none', async () => {
    const other = await serve((_, response) => response.end(photo))
    for (const practiceOrigin of [practice.origin, undefined])
      expect(await fetchFrom(`${other.origin}/`, { practiceOrigin })).toEqual({
        kind: 'refused',
        reason: 'address',
      })
    expect(other.connections()).toBe(0)
  })
})

describe('over TLS', () => {
  const certificate = makeCertificate('photos.example')
  /** Loopback is what these tests have for the internet. */
  const open = { isAllowed: (address: string) => address === '127.0.0.1', ca: certificate.cert }

  test('a photo comes, and the request tells nothing', async () => {
    const place = await serve((_, response) => response.end(photo), certificate)
    const url = `https://photos.example:${place.port}/a/b.png?sig=1%2F2#part`
    const fetched = await fetchFrom(url, { ...open, lookup: createResolver(['127.0.0.1']) })
    expect(fetched).toMatchObject(asImage)
    expect(fetched.kind === 'fetched' && fetched.bytes.equals(photo)).toBe(true)
    const [request] = place.requests
    expect(request?.url).toBe('/a/b.png?sig=1%2F2')
    expect(Object.keys(request?.headers ?? {}).sort()).toEqual([
      'accept',
      'accept-encoding',
      'connection',
      'host',
      'user-agent',
    ])
  })

  test('the name is asked for once, and what it means later does not matter', async () => {
    const place = await serve((_, response) => response.end(photo), certificate)
    const lookup = createResolver(['127.0.0.1'], ['10.0.0.7'])
    expect(await fetchFrom(`https://photos.example:${place.port}/`, { ...open, lookup })).toMatchObject(
      asImage,
    )
    expect(lookup.asked).toEqual(['photos.example'])
  })

  test('a connection that ended up elsewhere is broken off before anything is sent', async () => {
    const place = await serve((_, response) => response.end(photo), certificate)
    // Allowed by its name's answer, not allowed once it stands: as if it had been led elsewhere below.
    let judged = 0
    const isAllowed = (): boolean => (judged += 1) === 1
    const url = `https://photos.example:${place.port}/`
    const fetched = await fetchFrom(url, { ...open, isAllowed, lookup: createResolver(['127.0.0.1']) })
    expect(fetched).toEqual({ kind: 'refused', reason: 'private' })
    expect(place.requests).toEqual([])
  })

  const other = makeCertificate('other.example')
  test.each([
    ['for another name', other, other.cert],
    ['that nobody vouches for', certificate, makeCertificate('photos.example').cert],
  ])('a certificate %s is not taken', async (_, served, ca) => {
    const place = await serve((_request, response) => response.end(photo), served)
    const url = `https://photos.example:${place.port}/`
    const fetched = await fetchFrom(url, { ...open, ca, lookup: createResolver(['127.0.0.1']) })
    expect(fetched).toEqual({ kind: 'failed', failure: 'unreached' })
    expect(place.requests).toEqual([])
  })
})

describe('redirects', () => {
  const to = (location: string, status = 302): void => {
    answer = (request, response) => {
      if (request.url === '/photo.png') response.end(photo)
      else response.writeHead(status, { location }).end('elsewhere')
    }
  }

  test.each([301, 302, 303, 307, 308])('%i is followed within the practice Aircall', async (status) => {
    to('/photo.png', status)
    expect(await fetchHere('/first')).toMatchObject(asImage)
  })

  test('three are followed, a fourth is not', async () => {
    answer = (request, response) => {
      const left = Number(request.url?.slice(1))
      if (left === 0) response.end(photo)
      else response.writeHead(302, { location: `/${left - 1}` }).end()
    }
    expect(await fetchHere('/3')).toMatchObject(asImage)
    expect(await fetchHere('/4')).toEqual({ kind: 'refused', reason: 'address' })
  })

  test('none to what would not be fetched from the start', async () => {
    const other = await serve((_, response) => response.end(photo))
    const cases = [
      [`${other.origin}/`, 'address'],
      [`https://127.0.0.1:${other.port}/`, 'private'],
      [`https://photos.example:${other.port}/`, 'private'],
      ['file:///etc/passwd', 'address'],
      ['https://', 'address'],
    ] as const
    for (const [location, reason] of cases) {
      to(location)
      const fetched = await fetchHere('/first', { lookup: createResolver(['127.0.0.1']) })
      expect(fetched, location).toEqual({ kind: 'refused', reason })
    }
    expect(other.connections()).toBe(0)
  })

  test('none back to the practice Aircall from elsewhere', async () => {
    const certificate = makeCertificate('photos.example')
    const place = await serve(
      (_, response) => response.writeHead(302, { location: `${practice.origin}/` }).end(),
      certificate,
    )
    const fetched = await fetchFrom(`https://photos.example:${place.port}/`, {
      practiceOrigin: practice.origin,
      isAllowed: (address) => address === '127.0.0.1',
      ca: certificate.cert,
      lookup: createResolver(['127.0.0.1']),
    })
    expect(fetched).toEqual({ kind: 'refused', reason: 'address' })
    expect(practice.connections()).toBe(0)
  })

  test('one without an address is no answer', async () => {
    answer = (_, response) => response.writeHead(302).end()
    expect(await fetchHere('/')).toEqual({ kind: 'failed', failure: 'trouble' })
  })
})
