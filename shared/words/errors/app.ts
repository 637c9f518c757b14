import { words, type WordsTable } from './words.ts'

export const appWords = {
  'notifications.failed': () =>
    words(
      'The system did not show a notification.',
      'Replies are kept and shown in Tern, but you may not notice them.',
      'Look in the notification settings of this computer whether Tern is allowed to show them.',
    ),
  'work.stopped': () =>
    words(
      'This was stopped before it was done.',
      'Your messages are as they were.',
      'Start it again when you like.',
    ),
  'app.notAllowed': () =>
    words('Tern does not allow this.', 'Nothing was changed.', 'There is nothing to do.'),
  'app.badArguments': () =>
    words(
      'Tern could not understand this request.',
      'Nothing was changed.',
      'Check what you typed, then try again.',
    ),
  'app.notReady': () =>
    words('Tern is not ready yet.', 'Nothing was changed.', 'Wait a moment. If it stays, look under Health.'),
  'app.notFound': () => words('This is no longer there.', 'Nothing was changed.', 'Go back and look again.'),
  'app.internal': () =>
    words(
      'Something went wrong inside Tern.',
      'It may not have been done.',
      'Try again. If it stays, restart Tern: your messages are safe.',
    ),
} satisfies WordsTable
