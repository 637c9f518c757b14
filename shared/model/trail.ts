import * as v from 'valibot'
import { LedgerDetail, ledgerEvents } from '../core/ledger.ts'

/** One thing that happened to a message. */
export const TrailEntry = v.object({
  /** When it was written down, epoch milliseconds. */
  at: v.number(),
  event: v.picklist(ledgerEvents),
  detail: LedgerDetail,
})
export type TrailEntry = v.InferOutput<typeof TrailEntry>
