/** Writes an export: one walk over the conversations, newest first, which fills all files at once. */
import type { ExportCounts } from '../../shared/model/export.ts'
import type { OurNumber } from '../../shared/model/number.ts'
import type { ConversationRecord, Range, RecordReader } from '../store/read-records.ts'
import type { MessageRecord } from '../store/record.ts'
import { conversationRow, conversationsHead, messageRow, messagesHead } from './csv.ts'
import type { ExportFolder } from './folder.ts'
import {
  formatVersion,
  headerLine,
  mediaFolder,
  messageLine,
  messagesFile,
  type ExportHeader,
} from './format.ts'
import { writeConversationPages, writeIndex } from './page-files.ts'
import { conversationPage, conversationsFolder, conversationsPerPage } from './pages.ts'
import type { PhotoSource } from './photos.ts'
import { styleSheet } from './style.ts'
import type { ConversationSummary } from './summary.ts'
import type { ExportTimes } from './times.ts'

export interface ExportNeeds {
  readonly reader: RecordReader
  readonly numbers: readonly OurNumber[]
  readonly photos: PhotoSource
  readonly folder: ExportFolder
  readonly times: ExportTimes
  readonly header: Omit<ExportHeader, 'messages' | 'numbers' | 'tern' | 'version' | 'timeZone' | 'exportedAt'>
  readonly exportedAt: number
  readonly range: Range
  /** One conversation instead of all. */
  readonly only: ConversationRecord | undefined
  /** Called after each part with the messages written so far: a pause, and the place to stop by throwing. */
  readonly turn: (messages: number, total: number) => Promise<void>
}

/** Rows that are read at once. */
const rowsAtOnce = 250

export async function writeExport(needs: ExportNeeds): Promise<ExportCounts> {
  const { reader, folder, times, range, only, exportedAt, photos } = needs
  const numbers = new Map(needs.numbers.map((number) => [number.id, number]))
  const total = only === undefined ? reader.count(range) : reader.countOf(only.id, range)
  let messages = 0
  let conversations = 0
  let photoFiles = 0

  for (const name of [conversationsFolder, mediaFolder]) folder.makeFolder(name)
  folder.write('style.css', styleSheet)
  const lines = folder.open(messagesFile)
  const table = folder.open('messages.csv')
  const list = folder.open('conversations.csv')
  lines.write(headerLine(header(needs, total)) + '\n')
  table.write(messagesHead)
  list.write(conversationsHead)

  /** The messages of a conversation with their photos, which are in the folder by then. */
  async function* messagesOf(conversation: ConversationRecord): AsyncGenerator<MessageRecord> {
    let last: MessageRecord | undefined
    for (;;) {
      const rows = reader.messages(conversation, range, last, rowsAtOnce)
      for (const row of rows) {
        const record = await withPhotos(row)
        yield record
        messages += 1
      }
      await needs.turn(messages, total)
      last = rows.at(-1)
      if (rows.length < rowsAtOnce) return
    }
  }

  async function withPhotos(record: MessageRecord): Promise<MessageRecord> {
    if (record.photos.length === 0) return record
    const kept = await photos.of(record)
    const named = record.photos.map((photo, n) => {
      const found = kept.get(n)
      if (found === undefined) return photo
      const file = `${mediaFolder}/${record.id}-${String(n + 1)}.${found.ending}`
      folder.write(file, found.content)
      photoFiles += 1
      return { ...photo, file, kind: found.kind }
    })
    return { ...record, photos: named }
  }

  async function writeConversation(
    conversation: ConversationRecord,
    number: OurNumber,
  ): Promise<ConversationSummary | undefined> {
    const count = reader.countOf(conversation.id, range)
    if (count === 0) return undefined
    conversations += 1
    const seen = { inbound: 0, outbound: 0, first: 0, last: 0 }
    async function* written(): AsyncGenerator<MessageRecord> {
      for await (const record of messagesOf(conversation)) {
        lines.write(messageLine(record, number.e164) + '\n')
        table.write(messageRow(record, number, times))
        if (seen.inbound + seen.outbound === 0) seen.first = record.at
        seen.last = record.at
        seen[record.direction] += 1
        yield record
      }
    }
    const page = { folder, conversation, number, times, exportedAt, nth: conversations, count }
    await writeConversationPages(page, written())
    const summary: ConversationSummary = {
      conversation,
      number,
      ...seen,
      page: `${conversationsFolder}/${conversationPage(conversations, 1)}`,
    }
    list.write(conversationRow(summary, times))
    return summary
  }

  async function* summaries(): AsyncGenerator<ConversationSummary> {
    for (const conversation of only === undefined ? allOf(reader) : [only]) {
      const number = numbers.get(conversation.numberId)
      if (number === undefined) throw new RangeError('a conversation without its number')
      const summary = await writeConversation(conversation, number)
      if (summary !== undefined) yield summary
    }
  }

  const pages = only === undefined ? Math.ceil(reader.countConversations(range) / conversationsPerPage) : 1
  await writeIndex({ folder, times, exportedAt, scope: scope(needs), messages: total, pages }, summaries())
  for (const file of [lines, table, list]) file.close()
  return { messages, conversations, photos: photoFiles }
}

function* allOf(reader: RecordReader): Generator<ConversationRecord> {
  let last: ConversationRecord | undefined
  for (;;) {
    const page = reader.conversations(last, rowsAtOnce)
    yield* page
    last = page.at(-1)
    if (page.length < rowsAtOnce) return
  }
}

function header(
  { header: asked, numbers, only, times, exportedAt }: ExportNeeds,
  messages: number,
): ExportHeader {
  return {
    tern: 'export',
    version: formatVersion,
    exportedAt: new Date(exportedAt).toISOString(),
    timeZone: times.zone,
    ...asked,
    messages,
    numbers: numbers.filter(({ id }) => only === undefined || id === only.numberId),
  }
}

/** What the export holds, as a sentence. */
function scope({ only, header: { from, to } }: ExportNeeds): string {
  const what = only === undefined ? 'All conversations' : 'One conversation'
  if (from === undefined && to === undefined) return `${what}.`
  const days = [from === undefined ? '' : `from ${from}`, to === undefined ? '' : `to ${to}`].filter(Boolean)
  return `${what}, ${days.join(' ')}.`
}
