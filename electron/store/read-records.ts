/** Reads messages with all that is known of them, conversation by conversation, in pages. For exports. */
import type { Cursor, OutboundState } from '../../shared/model/message.ts'
import type { OurNumber } from '../../shared/model/number.ts'
import type { Connection } from './connection.ts'
import { readNumbers } from './numbers.ts'
import type {
  InboundRecord,
  MessageRecord,
  OutboundRecord,
  ProviderIdRecord,
  StatusRecord,
} from './record.ts'
import { readError, readMedia, selectMessage, type MessageRow } from './rows.ts'
import { fromStored } from './text.ts'

/** Moments in epoch milliseconds; open where undefined. */
export interface Range {
  readonly from: number | undefined
  readonly before: number | undefined
}

export interface ConversationRecord {
  readonly id: string
  readonly numberId: number
  readonly peer: string
  readonly name: string | undefined
  readonly at: number
}

export interface RecordReader {
  readonly numbers: () => OurNumber[]
  readonly count: (range: Range) => number
  readonly countOf: (conversationId: string, range: Range) => number
  /** How many conversations have a message in the range. */
  readonly countConversations: (range: Range) => number
  /** Newest first. */
  readonly conversations: (before: Cursor | undefined, limit: number) => ConversationRecord[]
  readonly conversation: (id: string) => ConversationRecord | undefined
  /** Oldest first. */
  readonly messages: (
    conversation: ConversationRecord,
    range: Range,
    after: Cursor | undefined,
    limit: number,
  ) => MessageRecord[]
}

interface ConversationRow {
  readonly id: string
  readonly number_id: number
  readonly peer: string
  readonly name: string | null
  readonly at: number
}
interface Row extends MessageRow {
  readonly provider_id: string | null
  readonly attempt: number
  readonly ended_as: OutboundState | null
  readonly claimed_at: number | null
}
interface IdRow {
  readonly seq: number
  readonly provider_id: string
  readonly attempt: number
  readonly source: 'answer' | 'content'
}
interface StatusRow {
  readonly seq: number
  readonly provider_id: string
  readonly attempt: number
  readonly word: string
  readonly answer: number
  readonly at: number
  readonly provider_at: number | null
}

const selectConversation =
  'SELECT c.id, c.number_id, c.peer, p.name, c.at FROM conversations c CROSS JOIN people p ON p.peer = c.peer'
const selectRow = selectMessage.replace(
  'm.done',
  'm.done, m.provider_id, m.attempt, m.ended_as, m.claimed_at',
)
// What Tern ever stores lies between.
const edges = ({ from, before }: Range) => [from ?? -8.64e15, before ?? 8.64e15] as const

export function createRecordReader(db: Connection): RecordReader {
  const countWith = (what: string, where: string, ...values: (string | number)[]): number =>
    db.get<{ count: number }>(
      `SELECT count(${what}) AS count FROM messages INDEXED BY messages_page WHERE ${where}`,
      ...values,
    )?.count ?? 0

  /** What Aircall said of the outbound ones among these rows. */
  const heardOf = (rows: readonly Row[]) => {
    const seqs = JSON.stringify(rows.filter((row) => row.direction === 'outbound').map((row) => row.seq))
    const listed = 'p.seq IN (SELECT value FROM json_each(?))'
    const ids = db.all<IdRow>(
      `SELECT p.seq, p.provider_id, p.attempt, p.source FROM provider_ids p WHERE ${listed} ORDER BY p.provider_id`,
      seqs,
    )
    const statuses = db.all<StatusRow>(
      `SELECT p.seq, s.provider_id, s.attempt, s.word, s.answer, s.at, s.provider_at FROM provider_ids p
         JOIN statuses s ON s.number_id = p.number_id AND s.provider_id = p.provider_id
         WHERE ${listed} AND s.attempt IS NOT NULL ORDER BY s.at, s.provider_id, s.id`,
      seqs,
    )
    return { ids: bySeq(ids), statuses: bySeq(statuses) }
  }

  return {
    numbers: () => readNumbers(db),
    count: (range) => countWith('*', 'at >= ? AND at < ?', ...edges(range)),
    countOf: (id, range) => countWith('*', 'conversation_id = ? AND at >= ? AND at < ?', id, ...edges(range)),
    countConversations: (range) =>
      countWith('DISTINCT conversation_id', 'at >= ? AND at < ?', ...edges(range)),
    conversations: (before, limit) => {
      const where = before === undefined ? '' : ' WHERE (c.at, c.id) < (?, ?)'
      const cursor = before === undefined ? [] : [before.at, before.id]
      const sql = `${selectConversation}${where} ORDER BY c.at DESC, c.id DESC LIMIT ?`
      return db.all<ConversationRow>(sql, ...cursor, limit).map(toConversation)
    },
    conversation: (id) => {
      const row = db.get<ConversationRow>(`${selectConversation} WHERE c.id = ?`, id)
      return row === undefined ? undefined : toConversation(row)
    },
    messages: (conversation, range, after, limit) => {
      const [from, end] = edges(range)
      // One lower bound, so that a page costs the same wherever it is.
      const rows = db.all<Row>(
        `${selectRow} WHERE m.conversation_id = ? AND (m.at, m.id) > (?, ?) AND m.at < ? ORDER BY m.at, m.id LIMIT ?`,
        conversation.id,
        after?.at ?? from,
        after?.id ?? '',
        end,
        limit,
      )
      const { ids, statuses } = heardOf(rows)
      return rows.map((row) =>
        row.direction === 'inbound'
          ? toInbound(row, conversation.name)
          : toOutbound(row, conversation.name, ids.get(row.seq) ?? [], statuses.get(row.seq) ?? []),
      )
    },
  }
}

function bySeq<Row extends { readonly seq: number }>(
  rows: readonly Row[],
): ReadonlyMap<number, readonly Row[]> {
  const groups = new Map<number, Row[]>()
  for (const row of rows) {
    const group = groups.get(row.seq)
    if (group === undefined) groups.set(row.seq, [row])
    else group.push(row)
  }
  return groups
}

function toConversation(row: ConversationRow): ConversationRecord {
  return {
    id: row.id,
    numberId: row.number_id,
    peer: row.peer,
    name: row.name === null ? undefined : fromStored(row.name),
    at: row.at,
  }
}

function common(row: Row, name: string | undefined) {
  return {
    id: row.id,
    conversationId: row.conversation_id,
    numberId: row.number_id,
    peer: row.peer,
    ...(name === undefined ? {} : { name }),
    body: fromStored(row.body),
    photos: readMedia(row.media).map((url) => ({ url })),
    verified: row.verified === 1,
    at: row.at,
    ...(row.provider_at === null ? {} : { providerAt: row.provider_at }),
    ...(row.provider_status === null ? {} : { providerStatus: fromStored(row.provider_status) }),
    read: row.read === 1,
    done: row.done === 1,
  }
}

function toInbound(row: Row, name: string | undefined): InboundRecord {
  return {
    ...common(row, name),
    direction: 'inbound',
    state: 'received',
    ...(row.provider_id === null ? {} : { providerId: fromStored(row.provider_id) }),
  }
}

function toOutbound(
  row: Row,
  name: string | undefined,
  ids: readonly IdRow[],
  statuses: readonly StatusRow[],
): OutboundRecord {
  return {
    ...common(row, name),
    direction: 'outbound',
    state: row.state as OutboundState,
    ...(row.error === null ? {} : { error: readError(row.error) }),
    attempt: row.attempt,
    ...(row.ended_as === null ? {} : { endedAs: row.ended_as }),
    ...(row.claimed_at === null ? {} : { claimedAt: row.claimed_at }),
    providerIds: ids.map(toId),
    statuses: statuses.map(toStatus),
  }
}

function toId({ provider_id, attempt, source }: IdRow): ProviderIdRecord {
  return { id: fromStored(provider_id), attempt, source }
}

function toStatus(row: StatusRow): StatusRecord {
  return {
    id: fromStored(row.provider_id),
    attempt: row.attempt,
    word: fromStored(row.word),
    answer: row.answer === 1,
    at: row.at,
    ...(row.provider_at === null ? {} : { providerAt: row.provider_at }),
  }
}
