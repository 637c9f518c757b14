import type { ErrorValue } from '../../errors.ts'
import { words, type WordsTable } from './words.ts'

export const backupWords = {
  'backup.noSpace': (error) =>
    words(
      'There is no room for a backup.',
      'Your messages are as they were, and so are the backups that you have.',
      `Free ${room(error)}on the disk. Tern tries again every hour.`,
    ),
  'backup.unsound': () =>
    words(
      'This backup is not sound, so Tern does not use it.',
      'Your messages are as they were.',
      'Use another backup. If a new one fails too, look whether the disk is in order.',
    ),
  'backup.failed': () =>
    words(
      'The backup could not be written or read.',
      'Your messages are as they were.',
      'Look whether Tern may use the folder “backups” beside your messages, then try again.',
    ),
  'restore.maybeSent': () =>
    words(
      'This text comes from a backup.',
      'It was waiting when the backup was made, and may have been sent since.',
      'Ask the person, or send it again if you are sure that it did not arrive.',
    ),
} satisfies WordsTable

function room(error: ErrorValue): string {
  const megabytes = error.detail['megabytes']
  return megabytes === undefined ? 'some space ' : `at least ${megabytes} MB `
}
