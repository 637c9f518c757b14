/** What came, in one word: what Health's list of arrivals says. */
import type { ArrivalReason } from '../../shared/model/arrival.ts'
import type { Reception } from '../store/store.ts'

/**
 * @param reception what became of a callback; undefined when the store could not take it
 * @param verified whether it carried the number's token
 */
export function reasonOf(reception: Reception | undefined, verified: boolean): ArrivalReason {
  // It cannot carry one.
  if (reception?.kind === 'kept' && reception.reason === 'unreadable') return 'unreadable'
  // First, so that what strangers send never counts among what is known.
  if (!verified) return 'wrongToken'
  if (reception === undefined) return 'storeTrouble'
  switch (reception.kind) {
    case 'message':
      return reception.fresh ? 'message' : 'duplicate'
    case 'status':
      return reception.changed ? 'status' : 'duplicate'
    default:
      return reception.kind
  }
}

/**
 * Of what ended before it was a request, by the code that the parser or the system gives.
 * @returns undefined for a connection that only broke: nothing came
 */
export function reasonOfBroken(code: string): ArrivalReason | undefined {
  if (code === 'HPE_INVALID_EOF_STATE') return 'cutOff'
  if (code === 'HPE_HEADER_OVERFLOW') return 'tooLarge'
  return code.startsWith('HPE_') ? 'notHttp' : undefined
}
