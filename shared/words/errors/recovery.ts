import type { ErrorValue } from '../../errors.ts'
import { fact, words, type WordsTable } from './words.ts'

const unchanged = 'Your messages are as they were.'
const doesNotCount = 'The new code does not count. If you have an earlier recovery page, it still works.'

export const recoveryWords = {
  'recovery.codeIncomplete': (error) =>
    words(
      `A recovery code has ${fact(error, 'length', '28')} characters.`,
      `There ${fact(error, 'typed', '0') === '1' ? 'is' : 'are'} ${fact(error, 'typed', '0')} here.`,
      'Type the whole code from the page. Spaces and dashes may be left out.',
    ),
  'recovery.codeMistyped': (error) =>
    words(
      'There is a typing error in this code.',
      unchanged,
      error.detail['group'] === undefined
        ? 'Compare it with the page, group by group.'
        : `Compare it with the page. Look at group ${fact(error, 'group', '1')} first.`,
    ),
  'recovery.wrongCode': (error) =>
    words(
      'This code does not open your messages.',
      `It is typed without an error, but it is the code of another page.${made(error)}`,
      'Look for the newest recovery page of this computer.',
    ),
  'recovery.noKit': () =>
    words(
      'No recovery page was ever made for these messages.',
      'So no code can open them.',
      'If you have a backup of the folder with your messages, put back its file recovery.json, then try again. Otherwise bring back the keychain entry, for example from a backup of this computer.',
    ),
  'recovery.kitDamaged': () =>
    words(
      'The file that the recovery code needs is damaged.',
      `Without it no code can open your messages. ${unchanged}`,
      'Put back recovery.json from a backup of the folder with your messages, then try again.',
    ),
  'recovery.otherKey': (error) =>
    words(
      'This code is right, but it belongs to other messages.',
      `The recovery page was made for a store that is not this one.${made(error)} ${unchanged}`,
      'Look for the recovery page of these messages, or put back the recovery.json that lay beside them.',
    ),
  'recovery.busy': () =>
    words(
      'A recovery page is being made already.',
      'Nothing was changed.',
      'Finish or cancel that one first: its dialog may be behind this window.',
    ),
  'recovery.notKept': () =>
    words(
      'Tern could not write the file that belongs to the recovery page.',
      doesNotCount,
      'Look whether the disk is full, then try again.',
    ),
  'recovery.notSaved': () =>
    words(
      'The recovery page could not be saved there.',
      doesNotCount,
      'Look whether the disk is full or the folder may not be written to, or pick another one.',
    ),
  'recovery.notPrinted': () =>
    words(
      'The recovery page was not printed.',
      `If a sheet did come out, throw it away. ${doesNotCount}`,
      'Look whether a printer is set up on this computer, or save the page as a PDF.',
    ),
  'recovery.notShown': () =>
    words('The recovery page could not be shown.', doesNotCount, 'Try again, or save it as a PDF.'),
  'recovery.oldStillOpens': () =>
    words(
      'The new recovery page works, but so does the old one.',
      'Tern could not write the file that makes the old code useless.',
      'Look whether the disk is full, then make the page once more if the old one has gone astray.',
    ),
} satisfies WordsTable

/** When the page that counts was made, to tell it from older ones. */
function made(error: ErrorValue): string {
  const at = error.detail['madeAt']
  if (typeof at !== 'number') return ''
  const day = new Intl.DateTimeFormat('en', { dateStyle: 'long' }).format(at)
  return ` The one that counts was made on ${day}.`
}
