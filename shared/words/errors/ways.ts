import type { ErrorValue } from '../../errors.ts'
import { fact, words, type WordsTable } from './words.ts'

const noReplies = 'Replies cannot reach this computer. Texts still go out.'

/** A fact with the space before it; nothing where there is none. */
const and = (error: ErrorValue, name: string): string =>
  error.detail[name] === undefined ? '' : ` ${fact(error, name, '')}`

/** What ngrok calls it, to look it up: ` (ERR_NGROK_108)`. */
const named = (error: ErrorValue): string =>
  error.detail['code'] === undefined ? '' : ` (${fact(error, 'code', '')})`

/** The ways in that are no tunnel server. */
export const wayWords = {
  'listener.portTaken': (error) =>
    words(
      `The port${and(error, 'port')} of this computer is taken by another program.`,
      noReplies,
      'End that program, or set another port under Settings and point your address at it.',
    ),
  'ngrok.tokenShape': () =>
    words(
      'This is not an authtoken of ngrok.',
      'The way in for replies was left as it was.',
      'Copy the authtoken from the ngrok dashboard, Your Authtoken. It is no API key.',
    ),
  'ngrok.noToken': () =>
    words('There is no authtoken of ngrok in the keychain.', noReplies, 'Write it under Settings, Replies.'),
  'ngrok.badToken': (error) =>
    words(
      `The authtoken was not accepted by ngrok${named(error)}.`,
      noReplies,
      'Copy it anew from the ngrok dashboard, Your Authtoken.',
    ),
  'ngrok.limit': (error) =>
    words(
      `Your ngrok account may not open a way in now${named(error)}.`,
      noReplies,
      'End other programs that use the account, and look at the ngrok dashboard; or choose another way in.',
    ),
  'ngrok.badDomain': (error) =>
    words(
      `Your ngrok account may not use the domain${and(error, 'domain')}${named(error)}.`,
      noReplies,
      'Copy the domain from the ngrok dashboard, Domains, or leave the field empty.',
    ),
  'ngrok.inUse': () =>
    words(
      'Your ngrok address is in use elsewhere.',
      noReplies,
      'End the other program that uses it. After a crash it is free again within minutes, and Tern tries by itself.',
    ),
  'ngrok.refused': (error) =>
    words(
      `The service ngrok refused to open a way in${named(error)}.`,
      noReplies,
      'Try again later, or choose another way in under Settings.',
    ),
  'ngrok.unanswered': () =>
    words(
      'The service ngrok does not answer.',
      'Replies cannot reach this computer until it does. Texts still go out.',
      'Check the internet connection, or choose another way in under Settings.',
    ),
  'ngrok.notLoaded': () =>
    words(
      'The part of Tern that speaks to ngrok does not run on this computer.',
      noReplies,
      'Install Tern again, or choose another way in under Settings.',
    ),
  'own.noAddress': () =>
    words(
      'Your own address is not set.',
      noReplies,
      'Write it under Settings, Replies, or choose another way in.',
    ),
} satisfies WordsTable
