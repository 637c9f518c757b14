/** The tables for spreadsheets. RFC 4180, UTF-8 with a mark at its start, without which Excel reads another encoding. */
import Papa from 'papaparse'
import { exportDirections, exportStates } from '../../shared/words/export.ts'
import { errorSentence } from '../../shared/words/errors.ts'
import type { OurNumber } from '../../shared/model/number.ts'
import type { MessageRecord } from '../store/record.ts'
import type { ConversationSummary } from './summary.ts'
import type { ExportTimes } from './times.ts'

/**
 * What a spreadsheet would take for a formula and run; such a cell gets an apostrophe before it, numbers with `+` too.
 * Own, because papaparse's does not see a formula that has a line break in it. Excel takes the wide signs as well.
 */
const formula = /^[=+\-@\t\r\n＝＋－＠]/

const mark = '\uFEFF'
const lineEnd = '\r\n'
// No spreadsheet shows these, and some stop at them.
const control = /(?![\t\n\r])\p{Cc}/gu

type Cell = string | number | undefined

/** One row with its line end. */
export function csvRow(cells: readonly Cell[]): string {
  const clean = cells.map((cell) =>
    typeof cell === 'string' ? cell.replace(control, '\uFFFD') : (cell ?? ''),
  )
  return Papa.unparse([clean], { escapeFormulae: formula, newline: lineEnd }) + lineEnd
}

export const messagesHead =
  mark +
  csvRow([
    'local_time',
    'utc_time',
    'epoch_ms',
    'direction',
    'our_number',
    'our_number_name',
    'peer',
    'name',
    'text',
    'state',
    'state_in_words',
    'provider_status',
    'error',
    'photo_files',
    'photo_addresses',
    'verified',
    'read',
    'done',
    'message_id',
    'conversation_id',
    'provider_id',
  ])

export function messageRow(record: MessageRecord, number: OurNumber, times: ExportTimes): string {
  const outbound = record.direction === 'outbound' ? record : undefined
  const providerId =
    record.direction === 'inbound'
      ? record.providerId
      : record.providerIds.findLast(({ attempt }) => attempt === record.attempt)?.id
  return csvRow([
    times.local(record.at),
    new Date(record.at).toISOString(),
    record.at,
    exportDirections[record.direction],
    number.e164,
    number.name,
    record.peer,
    record.name,
    record.body,
    record.state,
    exportStates[record.state],
    record.providerStatus ?? outbound?.statuses.findLast(({ attempt }) => attempt === outbound.attempt)?.word,
    outbound?.error === undefined ? '' : errorSentence(outbound.error),
    record.photos.flatMap(({ file }) => file ?? []).join(' '),
    record.photos.map(({ url }) => url).join(' '),
    yes(record.verified),
    yes(record.read),
    yes(record.done),
    record.id,
    record.conversationId,
    providerId,
  ])
}

export const conversationsHead =
  mark +
  csvRow([
    'name',
    'peer',
    'our_number',
    'our_number_name',
    'messages',
    'received',
    'sent',
    'first_local_time',
    'last_local_time',
    'page',
    'conversation_id',
  ])

export function conversationRow(summary: ConversationSummary, times: ExportTimes): string {
  const { conversation, number } = summary
  return csvRow([
    conversation.name,
    conversation.peer,
    number.e164,
    number.name,
    summary.inbound + summary.outbound,
    summary.inbound,
    summary.outbound,
    times.local(summary.first),
    times.local(summary.last),
    summary.page,
    conversation.id,
  ])
}

const yes = (value: boolean): string => (value ? 'yes' : 'no')
