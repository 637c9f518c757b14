import { TernError, type ErrorDetail } from '../../shared/errors.ts'
import { storeError } from '../store/failure.ts'

/** What went wrong while a backup was made or read, as the user is told of it: the store itself is as it was. */
export function backupError(thrown: unknown, path: string, detail: ErrorDetail = {}): TernError {
  const { code } = storeError(thrown, path)
  switch (code) {
    case 'work.stopped':
    case 'backup.noSpace':
    case 'backup.unsound':
    case 'store.newer':
      return storeError(thrown, path)
    case 'store.diskFull':
      return new TernError('backup.noSpace', detail, thrown)
    case 'store.corrupt':
      return new TernError('backup.unsound', detail, thrown)
    default:
      return new TernError('backup.failed', detail, thrown)
  }
}
