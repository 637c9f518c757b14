/** What came to the listener, in words. */
import type { Arrival, ArrivalReason } from '../../shared/model/arrival.ts'
import { sizeWords } from './backups.ts'

export const arrivalWords: Readonly<Record<ArrivalReason, string>> = {
  message: 'A text',
  status: 'A delivery report',
  duplicate: 'The same once more',
  probe: "Tern's own test",
  kept: 'Kept, but not understood',
  forgotten: 'About a text that you deleted',
  storeTrouble: 'Could not be kept at once',
  wrongToken: "Without the number's token: not verified",
  unreadable: 'Kept, but not readable',
  oldProbe: 'A test that nobody waited for',
  wrongPath: 'A stranger, at a wrong address',
  wrongMethod: 'Not a callback',
  tooLarge: 'Too large',
  tooSlow: 'Too slow',
  tooMuch: 'Too much at one time',
  tooMany: 'Too many connections',
  cutOff: 'Broken off in the middle',
  notHttp: 'Not a request at all',
}

const answers: Readonly<Record<number, string>> = {
  200: 'Taken',
  404: 'Turned away',
  405: 'Turned away',
  400: 'Turned away',
  408: 'Cut off',
  413: 'Cut off',
  503: 'Not now',
}

/** What it was answered: `Taken (200)`, `No answer`. */
export function answerWords({ status }: Pick<Arrival, 'status'>): string {
  if (status === 0) return 'No answer'
  return `${answers[status] ?? 'Answered'} (${status})`
}

/** Its size; of several the largest. */
export function arrivalSize({ bytes, times }: Pick<Arrival, 'bytes' | 'times'>): string {
  if (bytes === 0) return 'empty'
  const size = bytes < 1000 ? `${bytes} bytes` : sizeWords(bytes)
  return times === 1 ? size : `up to ${size}`
}
