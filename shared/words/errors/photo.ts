import { words, type WordsTable } from './words.ts'

export const photoWords = {
  'media.unreadable': () =>
    words(
      'The photo cannot be read.',
      'Its file on this computer is missing or damaged. The text that it came with is safe.',
      'Ask the person to send the photo again.',
    ),
  'media.notSaved': () =>
    words(
      'The photo was not saved.',
      'The place cannot be written to, or has no room. The photo is still in the conversation.',
      'Choose another folder.',
    ),
} satisfies WordsTable
