/** The practice Aircall's routes: what a request is answered, after docs/contract.md, and strictly. */
import type { Behaviour } from './behaviour.ts'
import { practiceNumbers, replyOf, type PracticeNumber } from './customers.ts'
import type { Texting } from './texting.ts'
import {
  alreadyConfigured,
  forbidden,
  invalid,
  json,
  messageJson,
  noNumber,
  noRoute,
  notNative,
  numberJson,
  sameDestination,
  unauthorized,
  type Answer,
} from './wire.ts'

export interface PracticeKey {
  readonly apiId: string
  readonly apiToken: string
}

export interface RouteRequest {
  readonly method: string
  /** Below the base address, without the query. */
  readonly path: string
  readonly query: URLSearchParams
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: string
}

export type Route = (request: RouteRequest) => Promise<Answer>

export function createRoutes(needs: {
  readonly key: PracticeKey
  readonly company: string
  readonly baseUrl: string
  readonly behaviour: () => Behaviour
  readonly texting: Texting
}): Route {
  const { texting, baseUrl, behaviour } = needs
  const credentials = `${needs.key.apiId}:${needs.key.apiToken}`
  const expected = `Basic ${Buffer.from(credentials, 'utf8').toString('base64')}`

  function listNumbers(query: URLSearchParams): Answer {
    const page = wholeNumber(query.get('page'), 1)
    const perPage = Math.min(wholeNumber(query.get('per_page'), 20), 50)
    const shown = practiceNumbers.slice((page - 1) * perPage, page * perPage)
    const link = (to: number): string | null =>
      to >= 1 && (to - 1) * perPage < practiceNumbers.length
        ? `${baseUrl}/numbers?page=${String(to)}&per_page=${String(perPage)}`
        : null
    return json(200, {
      meta: {
        count: shown.length,
        total: practiceNumbers.length,
        current_page: page,
        per_page: perPage,
        next_page_link: link(page + 1),
        previous_page_link: link(page - 1),
      },
      numbers: shown.map((number) => numberJson(number, baseUrl)),
    })
  }

  function readConfiguration(number: PracticeNumber): Answer {
    const held = texting.configured(number.id)
    if (held !== undefined) return json(200, { ...held, type: 'Public Api' })
    switch (behaviour().unconfigured) {
      case 'notFound':
        return json(404, { error: 'Not Found', troubleshoot: 'This number has no configuration.' })
      case 'empties':
        return json(200, { token: '', callbackUrl: '', type: '' })
      case 'nullUrl':
        return json(200, { token: null, callbackUrl: null, type: null })
    }
  }

  function configure(number: PracticeNumber, body: unknown): Answer {
    if (!number.canText) return notNative
    const url = stringOf(body, 'callbackUrl')
    if (url === undefined || !isCallbackUrl(url)) return invalid('callbackUrl has to be an https address.')
    const held = texting.configured(number.id)
    const again = behaviour().configureAgain
    if (held !== undefined && again === 'fails') return alreadyConfigured
    if (held !== undefined && again === 'ignores') return json(200, { ...held, type: 'Public Api' })
    return json(200, { ...texting.configure(number, url), type: 'Public Api' })
  }

  async function send(number: PracticeNumber, body: unknown): Promise<Answer> {
    const to = stringOf(body, 'to')
    const text = stringOf(body, 'body') ?? ''
    const media = mediaOf(body)
    if (!number.canText || texting.configured(number.id) === undefined) return notNative
    if (to === undefined || !/^\+[1-9]\d{6,14}$/.test(to)) return invalid('to has to be in E.164 form.')
    if (to === number.e164) return sameDestination
    if (media === undefined) return invalid('mediaUrl has to be a list of public addresses.')
    if (text === '' && media.length === 0) return invalid('body is missing.')
    if (text.length > 1600) return invalid('body is longer than 1,600 characters.')
    const taken = json(200, messageJson(await texting.take(number, to, text, media), baseUrl))
    return replyOf(to).breaks === true ? { ...taken, broken: true } : taken
  }

  return (request) => {
    const { method, path } = request
    const authorization = request.headers['authorization']
    if (authorization === undefined) return Promise.resolve(unauthorized)
    if (authorization !== expected || behaviour().keyRefused) return Promise.resolve(forbidden)
    if (method !== 'GET' && !isJson(request)) {
      const troubleshoot = 'Content-Type has to be application/json.'
      return Promise.resolve(json(415, { error: 'Unsupported Media Type', troubleshoot }))
    }
    const answer = (): Answer | Promise<Answer> => {
      const route = `${method} ${path}`
      if (route === 'GET /ping') return json(200, { ping: 'pong' })
      if (route === 'GET /company') {
        const numbers_count = practiceNumbers.length
        return json(200, { company: { name: needs.company, users_count: 1, numbers_count } })
      }
      if (route === 'GET /numbers') return listNumbers(request.query)
      const parts = /^\/numbers\/(\d+)(\/messages\/configuration|\/messages\/send)?$/.exec(path)
      if (parts === null) return noRoute
      const number = practiceNumbers.find(({ id }) => id === Number(parts[1]))
      if (number === undefined) return noNumber
      if (parts[2] !== undefined && behaviour().plan === 'wrong') return forbidden
      const body = method === 'POST' ? parsed(request.body) : {}
      if (body === undefined) return invalid('The body is no JSON object.')
      switch (`${method} ${parts[2] ?? ''}`) {
        case 'GET ':
          return json(200, { number: numberJson(number, baseUrl) })
        case 'GET /messages/configuration':
          return readConfiguration(number)
        case 'POST /messages/configuration':
          return configure(number, body)
        case 'DELETE /messages/configuration': {
          const { deleteStatus } = behaviour()
          texting.unconfigure(number.id)
          return deleteStatus === 204 ? { status: 204, body: undefined } : json(200, {})
        }
        case 'POST /messages/send':
          return send(number, body)
        default:
          return noRoute
      }
    }
    return Promise.resolve(answer())
  }
}

function isJson({ headers }: RouteRequest): boolean {
  const type = headers['content-type']
  return typeof type === 'string' && /^application\/json\s*(;|$)/i.test(type)
}

function parsed(body: string): object | undefined {
  try {
    const value: unknown = JSON.parse(body)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined
  } catch {
    // No JSON: answered with a 400.
    return undefined
  }
}

function stringOf(body: unknown, name: string): string | undefined {
  const value = fieldOf(body, name)
  return typeof value === 'string' ? value : undefined
}

const fieldOf = (body: unknown, name: string): unknown =>
  typeof body === 'object' && body !== null ? (body as Record<string, unknown>)[name] : undefined

/** The addresses of photos; undefined when they are not what the API takes. */
function mediaOf(body: unknown): string[] | undefined {
  const value = fieldOf(body, 'mediaUrl')
  if (value === undefined) return []
  if (!Array.isArray(value) || value.length === 0 || value.length > 10) return undefined
  const urls = value.filter((url): url is string => typeof url === 'string' && isCallbackUrl(url))
  return urls.length === value.length ? urls : undefined
}

/** `https:`, or `http:` on this computer, because practice never leaves it. */
function isCallbackUrl(value: string): boolean {
  if (!URL.canParse(value)) return false
  const { protocol, hostname } = new URL(value)
  if (protocol === 'https:') return true
  return protocol === 'http:' && /^(127\.\d+\.\d+\.\d+|\[::1\]|(.+\.)?localhost)$/.test(hostname)
}

function wholeNumber(value: string | null, otherwise: number): number {
  return value !== null && /^[1-9]\d{0,5}$/.test(value) ? Number(value) : otherwise
}
