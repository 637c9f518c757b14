import { fact, words, type WordsTable } from './words.ts'

export const healthWords = {
  'check.busy': () =>
    words(
      'Tern is checking already.',
      'Nothing was changed.',
      'Wait until the checks under way are done, then try again.',
    ),
  'check.timedOut': (error) =>
    words(
      error.detail['seconds'] === undefined
        ? 'This check took too long.'
        : `This check took longer than ${fact(error, 'seconds', '')} seconds.`,
      'So Tern cannot say whether this part works.',
      'Try again in a while. If it stays, restart this computer.',
    ),
  'logs.notSaved': (error) =>
    words(
      `The report could not be saved in ${fact(error, 'folder', 'this folder')}.`,
      'No file was left there. Your messages are as they were.',
      'Look whether there is room on the disk and whether you may write there, or pick another folder.',
    ),
} satisfies WordsTable
