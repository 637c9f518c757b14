import { missingCase } from '../../shared/errors.ts'
import type { Recovery } from '../../shared/model/recovery.ts'
import { whenWords } from '../lib/time.ts'

/** One sentence on the recovery page; `now` in epoch milliseconds. */
export function recoverySentence({ kit, madeAt }: Recovery, now: number): string {
  switch (kit) {
    case 'none':
      return 'No recovery page was made yet.'
    case 'ready':
      return madeAt === undefined
        ? 'A recovery page was made.'
        : `Recovery page made: ${whenWords(madeAt, now)}.`
    case 'otherKey':
      return 'The recovery page that was made here is for other messages.'
    case 'damaged':
      return 'The file that belongs to the recovery page is damaged: make a new page.'
    default:
      return missingCase(kit)
  }
}
