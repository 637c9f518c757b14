/**
 * The form of `messages.jsonl`: a line that says what the file is, then a line for each message. A time is there twice,
 * as ISO 8601 for people and in epoch milliseconds, which count.
 */
import * as v from 'valibot'
import { OurNumber } from '../../shared/model/number.ts'
import { InboundRecord, Moment, OutboundRecord, StatusRecord, type MessageRecord } from '../store/record.ts'

/** Grows when an older Tern would misread what is written. */
export const formatVersion = 1

export const messagesFile = 'messages.jsonl'
export const mediaFolder = 'media'

const text = (most: number) => v.pipe(v.string(), v.maxLength(most))

/** The first line. */
export const ExportHeader = v.object({
  tern: v.literal('export'),
  version: v.literal(formatVersion),
  /** ISO 8601, UTC. */
  exportedAt: text(100),
  /** The zone of the days below and of the times in the pages, IANA name. */
  timeZone: text(100),
  /** What was asked for; everything where nothing is said. */
  conversationId: v.optional(text(100)),
  from: v.optional(text(100)),
  to: v.optional(text(100)),
  messages: v.number(),
  /** The numbers that the messages belong to. */
  numbers: v.pipe(
    v.array(
      v.object({
        ...OurNumber.entries,
        id: InboundRecord.entries.numberId,
        name: text(1_000),
        digits: text(100),
        country: v.optional(text(10)),
        timeZone: v.optional(text(100)),
      }),
    ),
    v.maxLength(1_000),
  ),
})
export type ExportHeader = v.InferOutput<typeof ExportHeader>

/** What the first line says in every version. */
export const AnyHeader = v.object({
  tern: v.literal('export'),
  version: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
})

const Time = v.pipe(
  v.object({ ms: Moment }),
  v.transform(({ ms }) => ms),
)
const times = { at: Time, providerAt: v.optional(Time) }

const MessageLine = v.variant('direction', [
  v.object({ ...InboundRecord.entries, ...times }),
  v.object({
    ...OutboundRecord.entries,
    ...times,
    claimedAt: v.optional(Time),
    statuses: v.pipe(v.array(v.object({ ...StatusRecord.entries, ...times })), v.maxLength(10_000)),
  }),
])

/** A message's line, without its end. @param numberE164 our number, for people and for other programs */
export function messageLine(record: MessageRecord, numberE164: string): string {
  const own = { number: numberE164, ...record, ...timesOf(record) }
  if (record.direction === 'inbound') return JSON.stringify(own)
  const { claimedAt, statuses } = record
  return JSON.stringify({
    ...own,
    ...(claimedAt === undefined ? {} : { claimedAt: time(claimedAt) }),
    statuses: statuses.map((status) => ({ ...status, ...timesOf(status) })),
  })
}

export const headerLine = (header: ExportHeader): string => JSON.stringify(header)

/** The message of a line; undefined where it is none. */
export function readMessageLine(line: string): MessageRecord | undefined {
  const parsed = v.safeParse(MessageLine, parseJson(line))
  return parsed.success ? parsed.output : undefined
}

/** The first line: `newer` when another version wrote it, `none` when it is no export's. */
export function readHeaderLine(line: string): ExportHeader | 'newer' | 'none' {
  const json = parseJson(line)
  const parsed = v.safeParse(ExportHeader, json)
  if (parsed.success) return parsed.output
  const any = v.safeParse(AnyHeader, json)
  return any.success && any.output.version > formatVersion ? 'newer' : 'none'
}

const time = (ms: number) => ({ iso: new Date(ms).toISOString(), ms })

function timesOf({ at, providerAt }: { readonly at: number; readonly providerAt?: number | undefined }) {
  return { at: time(at), ...(providerAt === undefined ? {} : { providerAt: time(providerAt) }) }
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    // What is no JSON is no line: the schemas refuse undefined, and the caller counts it.
    return undefined
  }
}
