/** Which callbacks are the same one. */
import { asFields, asId, asText, own } from '../../../shared/core/aircall-wire.ts'
import type { Arrived } from '../journal.ts'

/** The envelope of a callback and its message, wherever that is; nothing where it is no JSON object. */
export function partsOf({ raw }: Pick<Arrived, 'raw'>): {
  readonly envelope: Readonly<Record<string, unknown>> | undefined
  readonly message: Readonly<Record<string, unknown>> | undefined
  readonly nested: boolean
} {
  let parsed: unknown
  try {
    parsed = JSON.parse(raw)
  } catch {
    // No JSON: it has no parts, and the report says that it could not be read.
    return { envelope: undefined, message: undefined, nested: false }
  }
  const envelope = asFields(parsed)
  const data = asFields(own(envelope, 'data'))
  const nested = asFields(own(data, 'message'))
  return { envelope, message: nested ?? data, nested: nested !== undefined }
}

/** Callbacks, without what else may come to the address. */
export const callbacksOf = (arrived: readonly Arrived[]): Arrived[] =>
  arrived.filter(({ method, raw }) => method === 'POST' && raw !== '')

/** Event, message and status: what a callback is about. */
function subject(arrived: Arrived): string {
  const { envelope, message } = partsOf(arrived)
  const name = asText(own(envelope, 'event_name')) ?? asText(own(envelope, 'event'))
  const id = asId(own(message, 'id'))
  if (id === undefined) return arrived.raw
  return JSON.stringify([name, id, asText(own(message, 'status'))])
}

/** A callback and its copies, in the order in which they came. */
export const copiesOf = (one: Arrived, arrived: readonly Arrived[]): Arrived[] =>
  callbacksOf(arrived).filter((other) => subject(other) === subject(one))

/** How often a callback comes that is answered well: more often than this means that it was repeated. */
export function usualCopies(arrived: readonly Arrived[]): number {
  const first = callbacksOf(arrived).filter(({ phase }) => phase === 'send-first')
  return Math.max(1, ...first.map((one) => copiesOf(one, first).length))
}
