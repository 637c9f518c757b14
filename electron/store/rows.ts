/** Rows of the store and the models they are. */
import * as v from 'valibot'
import { ErrorValue } from '../../shared/errors.ts'
import type { Message, MessageState } from '../../shared/model/message.ts'
import { readMessageMedia, selectMessageMedia } from './media-rows.ts'
import { fromStored } from './text.ts'

export interface MessageRow {
  readonly seq: number
  readonly id: string
  readonly conversation_id: string
  readonly number_id: number
  readonly peer: string
  readonly direction: 'inbound' | 'outbound'
  readonly body: string
  readonly media: string
  /** Of an inbound message with photos. */
  readonly photos: string | null
  readonly state: MessageState
  readonly verified: number
  readonly at: number
  readonly provider_at: number | null
  readonly provider_status: string | null
  readonly error: string | null
  readonly read: number
  readonly done: number
  readonly held_until: number | null
}

/** Selects {@link MessageRow}s; a WHERE or a JOIN follows. */
export const selectMessage = `SELECT m.seq, m.id, m.conversation_id, m.number_id, c.peer, m.direction, m.body, m.media,
  m.state, m.verified, m.at, m.provider_at, m.provider_status, m.error, m.read, m.done, m.held_until,
  ${selectMessageMedia} AS photos
  FROM messages m JOIN conversations c ON c.id = m.conversation_id`

const MediaUrls = v.array(v.string())

/** Photo addresses as they are stored. */
export function readMedia(stored: string): string[] {
  return v.parse(MediaUrls, JSON.parse(stored))
}

/** An error as it is stored with a message. */
export function readError(stored: string): ErrorValue {
  return v.parse(ErrorValue, JSON.parse(stored))
}

export function toMessage(row: MessageRow): Message {
  return {
    id: row.id,
    conversationId: row.conversation_id,
    numberId: row.number_id,
    peer: row.peer,
    direction: row.direction,
    body: fromStored(row.body),
    mediaUrls: readMedia(row.media),
    state: row.state,
    verified: row.verified === 1,
    at: row.at,
    read: row.read === 1,
    done: row.done === 1,
    ...(row.photos === null ? {} : { media: readMessageMedia(row.photos) }),
    ...(row.provider_status === null ? {} : { providerStatus: fromStored(row.provider_status) }),
    ...(row.provider_at === null ? {} : { providerAt: row.provider_at }),
    ...(row.error === null ? {} : { error: readError(row.error) }),
    ...(row.held_until === null ? {} : { heldUntil: row.held_until }),
  }
}
