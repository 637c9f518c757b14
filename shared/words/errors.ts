/** Every error in the user's words, in one place: what happened, what it means for their texts, what to do. */
import type { ErrorCode, ErrorValue } from '../errors.ts'
import { aircallWords } from './errors/aircall.ts'
import { appWords } from './errors/app.ts'
import { backupWords } from './errors/backups.ts'
import { exportWords } from './errors/export.ts'
import { healthWords } from './errors/health.ts'
import { keptWords } from './errors/kept.ts'
import { photoWords } from './errors/photo.ts'
import { reachWords } from './errors/reach.ts'
import { recoveryWords } from './errors/recovery.ts'
import { textWords } from './errors/text.ts'
import { wayWords } from './errors/ways.ts'
import type { ErrorWords } from './errors/words.ts'

const table: Readonly<Record<ErrorCode, (error: ErrorValue) => ErrorWords>> = {
  ...aircallWords,
  ...textWords,
  ...keptWords,
  ...photoWords,
  ...recoveryWords,
  ...backupWords,
  ...exportWords,
  ...reachWords,
  ...wayWords,
  ...healthWords,
  ...appWords,
}

/** The words for an error. Never contains a secret: `detail` carries none. */
export function errorWords(error: ErrorValue): ErrorWords {
  return table[error.code](error)
}

/** An error as one paragraph, for places that have room for no more. */
export function errorSentence(error: ErrorValue): string {
  const { what, meaning, todo } = errorWords(error)
  return `${what} ${meaning} ${todo}`
}
