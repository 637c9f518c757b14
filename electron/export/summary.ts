import type { OurNumber } from '../../shared/model/number.ts'
import type { ConversationRecord } from '../store/read-records.ts'

/** A conversation as the lists of an export show it. */
export interface ConversationSummary {
  readonly conversation: ConversationRecord
  readonly number: OurNumber
  readonly inbound: number
  readonly outbound: number
  /** Times of the first and last message, epoch milliseconds. */
  readonly first: number
  readonly last: number
  /** Its first page, inside the export's folder. */
  readonly page: string
}
