import { fact, words, type WordsTable } from './words.ts'

export const textWords = {
  'text.empty': () =>
    words('There is nothing to send.', 'The text is empty.', 'Write something or add a photo.'),
  'text.overBudget': () =>
    words(
      'This number has sent as much as it may for now.',
      'Aircall takes a limited number of segments an hour and a day from US and Canadian numbers. The text waits and goes out by itself.',
      'There is nothing to do. The limits are under Settings.',
    ),
  'text.onItsWay': () =>
    words(
      'This text has left already.',
      'It can no longer be taken back or deleted.',
      'Wait until it is settled, then look at it again.',
    ),
  'text.tooLong': (error) =>
    words(
      `The text is longer than ${fact(error, 'limit', '1,600')} characters.`,
      'Aircall would not take it, so it was not sent.',
      'Make it shorter, or send it as two texts.',
    ),
  'recipient.invalid': () =>
    words(
      'This is not a phone number that can be texted.',
      'The text was not sent.',
      'Check the number. For a number abroad, start with + and the country code.',
    ),
  'media.badAddress': () =>
    words(
      'A photo address cannot be used.',
      'The text was not sent.',
      'Use a public address that starts with https:// and that anybody can open.',
    ),
  'media.tooMany': (error) =>
    words(
      `A text can carry at most ${fact(error, 'limit', '10')} photos.`,
      'The text was not sent.',
      'Take some of them out.',
    ),
  'number.notInUse': () =>
    words(
      'This number is no longer in use.',
      'The text was not sent.',
      'Set the number up again under Settings and send the text again, or write to this person from another number.',
    ),
  'key.incomplete': () =>
    words(
      'The key is not complete.',
      'A key has two parts: an API ID and an API token.',
      'Copy both from the Aircall Dashboard.',
    ),
} satisfies WordsTable
