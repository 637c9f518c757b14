/** Writes the pages as their rows come, so that a long conversation needs no more memory than a short one. */
import { formatPhone } from '../../shared/core/phone.ts'
import type { OurNumber } from '../../shared/model/number.ts'
import type { ConversationRecord } from '../store/read-records.ts'
import type { MessageRecord } from '../store/record.ts'
import type { ExportFolder, TextFile } from './folder.ts'
import {
  conversationFoot,
  conversationHead,
  conversationPage,
  conversationsFolder,
  conversationsPerPage,
  dayHeading,
  indexFoot,
  indexHead,
  indexPage,
  indexRow,
  messageArticle,
  messagesPerPage,
} from './pages.ts'
import type { ConversationSummary } from './summary.ts'
import type { ExportTimes } from './times.ts'

export async function writeConversationPages(
  parts: {
    readonly folder: ExportFolder
    readonly conversation: ConversationRecord
    readonly number: OurNumber
    readonly times: ExportTimes
    readonly exportedAt: number
    readonly nth: number
    /** How many messages will come. */
    readonly count: number
  },
  messages: AsyncIterable<MessageRecord>,
): Promise<void> {
  const { folder, conversation, number, times, nth, count } = parts
  const who = conversation.name ?? formatPhone(conversation.peer)
  const pages = Math.ceil(count / messagesPerPage)
  let file: TextFile | undefined
  let written = 0
  let day: string | undefined
  for await (const message of messages) {
    const head = { ...parts, page: Math.floor(written / messagesPerPage) + 1, pages }
    if (file === undefined) {
      file = folder.open(`${conversationsFolder}/${conversationPage(nth, head.page)}`)
      file.write(conversationHead(head).html)
      day = undefined
    }
    const today = times.day(message.at)
    if (today !== day) file.write(dayHeading(message.at, times).html)
    day = today
    file.write(messageArticle(message, who, number, times).html)
    written += 1
    if (written % messagesPerPage !== 0 && written !== count) continue
    file.write(conversationFoot(head).html)
    file.close()
    file = undefined
  }
}

export async function writeIndex(
  parts: {
    readonly folder: ExportFolder
    readonly times: ExportTimes
    readonly exportedAt: number
    readonly scope: string
    readonly messages: number
    readonly pages: number
  },
  conversations: AsyncIterable<ConversationSummary>,
): Promise<void> {
  const { folder, times, pages } = parts
  let file = folder.open(indexPage(1))
  let page = 1
  let rows = 0
  file.write(indexHead({ ...parts, page }).html)
  for await (const summary of conversations) {
    if (rows === conversationsPerPage) {
      file.write(indexFoot(page, pages).html)
      file.close()
      page += 1
      rows = 0
      file = folder.open(indexPage(page))
      file.write(indexHead({ ...parts, page }).html)
    }
    file.write(indexRow(summary, times).html)
    rows += 1
  }
  file.write(indexFoot(page, pages).html)
  file.close()
}
