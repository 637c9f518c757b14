import { missingCase } from '../../../shared/errors.ts'
import type { MessageState } from '../../../shared/model/message.ts'
import type { ReachState } from '../../../shared/model/reach.ts'

/** What a delivery state is called on the screen. */
export function stateWords(state: MessageState): string {
  switch (state) {
    case 'queued':
      return 'Waiting'
    case 'claimed':
      return 'Sending'
    case 'accepted':
      return 'Accepted'
    case 'sent':
      return 'Sent'
    case 'delivered':
      return 'Delivered'
    case 'undelivered':
      return 'Not delivered'
    case 'failed':
      return 'Failed'
    case 'unknown':
      return "We don't know whether this reached Aircall"
    case 'received':
      return 'Received'
    default:
      return missingCase(state)
  }
}

/** What a state means, for the tooltip on its word. */
export function stateMeaning(state: MessageState): string {
  switch (state) {
    case 'queued':
      return 'Stored here. It goes out when its turn comes.'
    case 'claimed':
      return 'On its way to Aircall.'
    case 'accepted':
      return 'Aircall took it. Whether it is delivered is not known yet.'
    case 'sent':
      return 'Handed over to the phone company.'
    case 'delivered':
      return 'The phone company says that it has arrived.'
    case 'undelivered':
      return 'The phone company could not deliver it.'
    case 'failed':
      return 'It was not sent.'
    case 'unknown':
      return 'It may have been sent or not. Tern never sends it again by itself.'
    case 'received':
      return 'Received'
    default:
      return missingCase(state)
  }
}

export const noReportWords =
  'No delivery report has come. It may have been sent all the same: some phone companies send none. Ask the person, or send it again if you accept that it may arrive twice.'

export const undeliveredWords =
  'The phone company could not deliver it. The number may be switched off, a landline, or wrong.'

/** What to say before a text goes out while an answer to it would not arrive; `undefined` when it would. */
export function reachWarning(state: ReachState | undefined): string | undefined {
  switch (state) {
    case undefined:
    case 'reachable':
      return undefined
    case 'opening':
    case 'registering':
    case 'proving':
      return 'Replies cannot reach this computer yet. An answer that comes before they can is lost.'
    case 'doubtful':
      return 'Replies may not reach this computer: the last check did not come through.'
    case 'lost':
      return 'Replies cannot reach this computer right now. An answer to this text would not arrive.'
    case 'off':
      return 'Replies cannot reach this computer. An answer to this text would not arrive.'
    default:
      return missingCase(state)
  }
}

/** `Photo`, `2 photos`. */
export const photoWords = (count: number): string => (count === 1 ? 'Photo' : `${count} photos`)
