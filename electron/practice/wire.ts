/** The practice Aircall's JSON, as docs/contract.md describes it. */
import type { CallbackBehaviour } from './behaviour.ts'
import type { PracticeNumber } from './customers.ts'

export interface Answer {
  readonly status: number
  /** Undefined for no body at all. */
  readonly body: string | undefined
  readonly headers?: Readonly<Record<string, string>>
  /** The connection breaks instead of this answer. */
  readonly broken?: boolean
}

export function json(status: number, value: unknown): Answer {
  return {
    status,
    body: JSON.stringify(value),
    headers: { 'content-type': 'application/json; charset=utf-8' },
  }
}

export function page(status: number): Answer {
  const body = `<!DOCTYPE html><html><head><title>${String(status)}</title></head><body>The request could not be satisfied.</body></html>`
  return { status, body, headers: { 'content-type': 'text/html' } }
}

export const unauthorized = json(401, { message: 'Unauthorized' })
export const forbidden = json(403, { message: 'Forbidden' })
export const noRoute = json(404, { message: 'Not Found' })
export const noNumber = json(404, { error: 'Not Found', troubleshoot: 'This number does not exist.' })
export const notNative = json(403, {
  key: 'LineIsNotNativeException',
  error: 'Forbidden',
  troubleshoot: 'This number cannot be used for this.',
})
export const sameDestination = json(400, {
  key: 'SameDestinationAsSender',
  error: 'Bad Request',
  troubleshoot: 'A number cannot text itself.',
})
export const alreadyConfigured = json(400, { error: 'Bad Request', troubleshoot: 'Already configured.' })
export const tooMany = json(429, { error: 'Too Many Requests', troubleshoot: 'Slow down.' })
export const invalid = (why: string): Answer =>
  json(400, { key: 'InvalidPayload', error: 'Bad Request', troubleshoot: why })

export function numberJson(number: PracticeNumber, baseUrl: string): Record<string, unknown> {
  return {
    id: number.id,
    direct_link: `${baseUrl}/numbers/${String(number.id)}`,
    name: number.name,
    digits: number.digits,
    country: number.country,
    time_zone: number.timeZone,
    open: true,
    availability_status: 'open',
    created_at: '2024-07-17T13:12:10Z',
    priority: null,
    users: [],
    messages: { welcome: null, voicemail: null },
  }
}

/** A text on its way, in either direction. */
export interface WireMessage {
  readonly id: string
  readonly direction: 'inbound' | 'outbound'
  readonly status: string
  /** E.164 or a short code. */
  readonly peer: string
  readonly number: PracticeNumber
  readonly body: string
  readonly mediaUrls: readonly string[]
  /** Epoch milliseconds. */
  readonly at: number
}

/** The answer to a send: unwrapped. */
export function messageJson(message: WireMessage, baseUrl: string): Record<string, unknown> {
  const { id, number, at } = message
  return {
    id,
    status: message.status,
    direct_link: `${baseUrl}/numbers/${String(number.id)}/messages/${id}`,
    direction: message.direction,
    created_at: at,
    sent_at: at,
    updated_at: at,
    raw_digits: message.peer.replace('+', ''),
    number: numberJson(number, baseUrl),
    body: message.body,
    ...(message.mediaUrls.length === 0 ? {} : { media_url: message.mediaUrls }),
  }
}

/** The body of a callback, in the form that the behaviour asks for. */
export function callbackJson(
  event: string,
  message: WireMessage,
  token: string,
  baseUrl: string,
  now: number,
  how: CallbackBehaviour,
): string {
  const time = (ms: number): number | string =>
    how.times === 'iso' ? new Date(ms).toISOString() : how.times === 'seconds' ? Math.floor(ms / 1000) : ms
  const data: Record<string, unknown> = {
    ...messageJson(message, baseUrl),
    created_at: time(message.at),
    sent_at: time(message.at),
    updated_at: time(now),
  }
  if (how.fields === 'other') {
    for (const name of ['raw_digits', 'body', 'media_url']) delete data[name]
    data['external_number'] = message.peer
    data['content'] = message.body
    data['media_details'] = message.mediaUrls.map((url) => ({
      file_name: url.split('/').at(-1),
      file_type: 'image/png',
      presigned_url: url,
    }))
  }
  const shownToken =
    how.token === 'missing' ? {} : { token: how.token === 'right' ? token : `${token.slice(0, -4)}0000` }
  return JSON.stringify({
    resource: 'message',
    [how.envelope === 'event_name' ? 'event_name' : 'event']: event,
    timestamp: time(now),
    ...shownToken,
    data: how.envelope === 'nested' ? { message: data } : data,
  })
}
