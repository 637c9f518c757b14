/** Backups in words. */
import { missingCase } from '../../shared/errors.ts'
import type { Backup, Keeping } from '../../shared/model/backup.ts'

/** A file's size: `820 kB`, `4.3 MB`, `1.2 GB`. */
export function sizeWords(bytes: number): string {
  const [unit, size] =
    bytes < 1e6 ? ['kB', bytes / 1e3] : bytes < 1e9 ? ['MB', bytes / 1e6] : ['GB', bytes / 1e9]
  const digits = size < 10 && unit !== 'kB' ? 1 : 0
  return `${Math.max(size, unit === 'kB' ? 1 : 0).toFixed(digits)} ${unit}`
}

/** The line under a backup's time. */
export function backupLine({ kind, messages, bytes, broken }: Backup): string {
  const size = sizeWords(bytes)
  if (broken) return `${size}. It cannot be opened.`
  const count =
    messages === undefined
      ? undefined
      : `${messages.toLocaleString('en')} ${messages === 1 ? 'message' : 'messages'}`
  const parts = [count, size].filter((part) => part !== undefined).join(', ')
  return kind === 'aside' ? `${parts}. Kept when another backup was restored.` : parts
}

export function busyWords(task: NonNullable<Keeping['busy']>['task']): string {
  switch (task) {
    case 'backup':
      return 'Making a backup'
    case 'check':
      return 'Checking the file'
    case 'restore':
      return 'Getting the backup ready'
    default:
      return missingCase(task)
  }
}
