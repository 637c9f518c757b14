/** Reads a callback of Aircall, in every form that docs/contract.md lists, into one of three events. */
import {
  asFields,
  asId,
  asNumberId,
  asText,
  own,
  readMedia,
  readMessageTime,
  readPeer,
  readTime,
  type Fields,
} from './aircall-wire.ts'

export interface InboundText {
  readonly kind: 'text'
  /** Aircall's id of the message. */
  readonly providerId: string
  /** Aircall's id of our number, when the callback names it. */
  readonly numberId: number | undefined
  /** E.164 or a short code. */
  readonly peer: string
  readonly body: string
  readonly mediaUrls: readonly string[]
  /** Epoch milliseconds. */
  readonly providerAt: number | undefined
  readonly token: string | undefined
}

export interface StatusChange {
  readonly kind: 'status'
  readonly providerId: string
  readonly numberId: number | undefined
  readonly peer: string | undefined
  readonly body: string | undefined
  readonly providerAt: number | undefined
  /** The provider's word, as it came. */
  readonly status: string
  readonly token: string | undefined
}

/** Kept raw and shown under Health. */
export interface NotUnderstood {
  readonly kind: 'unreadable' | 'unknownEvent'
  readonly event: string | undefined
  readonly token: string | undefined
}

export type InboundEvent = InboundText | StatusChange | NotUnderstood

const statusEvents = ['message.updated', 'message.status_updated', 'message.sent']

/** An event's name goes into a list under Health; a hostile one may be as long as the body. */
const eventNameCap = 200

/**
 * Reads the body of a callback. Never throws: what is no JSON, or lacks what a message needs, is `unreadable`.
 * The caller bounds the size, and compares the token.
 */
export function readCallback(raw: string): InboundEvent {
  const envelope = parse(raw)
  const event = (asText(own(envelope, 'event_name')) ?? asText(own(envelope, 'event')))?.trim()
  const shown = event?.slice(0, eventNameCap)
  const token = asText(own(envelope, 'token'))
  const data = asFields(own(envelope, 'data'))
  const message = asFields(own(data, 'message')) ?? data
  if (event === undefined) return { kind: 'unreadable', event: undefined, token }
  if (event !== 'message.received' && !statusEvents.includes(event)) {
    return { kind: 'unknownEvent', event: shown, token }
  }
  const read =
    message === undefined
      ? undefined
      : event === 'message.received' || own(message, 'direction') === 'inbound'
        ? // An update of an inbound text carries the whole text: it makes good a `message.received` that was lost.
          readText(message, own(envelope, 'timestamp'), token)
        : readStatus(message, event, token)
  return read ?? { kind: 'unreadable', event: shown, token }
}

function parse(raw: string): Fields | undefined {
  try {
    return asFields(JSON.parse(raw))
  } catch {
    // Not JSON: the answer is `unreadable`, and the body is kept as it came.
    return undefined
  }
}

function readText(message: Fields, timestamp: unknown, token: string | undefined): InboundText | undefined {
  const providerId = asId(own(message, 'id'))
  const peer = readPeer(own(message, 'external_number')) ?? readPeer(own(message, 'raw_digits'))
  if (providerId === undefined || peer === undefined) return undefined
  return {
    kind: 'text',
    providerId,
    numberId: readNumberId(message),
    peer,
    body: readBody(message) ?? '',
    mediaUrls: readMedia(message),
    providerAt: readMessageTime(message) ?? readTime(timestamp),
    token,
  }
}

function readStatus(message: Fields, event: string, token: string | undefined): StatusChange | undefined {
  const providerId = asId(own(message, 'id'))
  const word = asText(own(message, 'status')) ?? (event === 'message.sent' ? 'sent' : undefined)
  if (providerId === undefined || word === undefined) return undefined
  return {
    kind: 'status',
    providerId,
    numberId: readNumberId(message),
    peer: readPeer(own(message, 'external_number')) ?? readPeer(own(message, 'raw_digits')),
    body: readBody(message),
    // The envelope's time is that of the change; only the message's own tells which text it is about.
    providerAt: readMessageTime(message),
    status: word.slice(0, eventNameCap),
    token,
  }
}

const readNumberId = (message: Fields): number | undefined =>
  asNumberId(own(asFields(own(message, 'number')), 'id')) ?? asNumberId(own(message, 'number_id'))

const readBody = (message: Fields): string | undefined =>
  asText(own(message, 'body')) ?? asText(own(message, 'content'))
