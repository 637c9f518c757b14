import { fact, words, type WordsTable } from './words.ts'

export const reachWords = {
  'tunnel.badHost': () =>
    words(
      'This is not an address of a tunnel server.',
      'The way in for replies was left as it was.',
      'Write an address that starts with https://, without a path.',
    ),
  'listener.failed': () =>
    words(
      'Tern could not listen for replies on this computer.',
      'Replies cannot reach you.',
      'Try again. If it stays, a security program may keep Tern from listening.',
    ),
  'tunnel.unanswered': (error) =>
    words(
      `The tunnel server ${fact(error, 'host', '')} does not answer.`.replace('  ', ' '),
      'Replies cannot reach this computer until it does. Texts still go out.',
      'Check the internet connection, or choose another way in under Settings.',
    ),
  'tunnel.refused': (error) =>
    words(
      `The tunnel server ${fact(error, 'host', '')} refused to open a way in.`.replace('  ', ' '),
      'Replies cannot reach this computer. Texts still go out.',
      'Try again later, or choose another way in under Settings.',
    ),
  'tunnel.lost': () =>
    words(
      'The connection to the tunnel server broke.',
      'Replies sent just now do not arrive. Tern is opening it again.',
      'Wait a moment. If it does not come back, check the internet connection of this computer.',
    ),
  'registration.ignored': () =>
    words(
      'Aircall did not take over the address for replies.',
      'Replies to this number cannot reach you.',
      'Try again. If it stays, take the number out of API texting in Aircall first.',
    ),
  'registration.taken': (error) =>
    words(
      `Somebody else receives the replies to this number now${error.detail['host'] === undefined ? '' : `, at ${fact(error, 'host', '')}`}.`,
      'Replies do not reach you. Texts still go out.',
      'Ask whoever set that up, or take the number back.',
    ),
  'registration.gone': () =>
    words(
      'Aircall no longer sends the replies to this number here: somebody has put it back to the Aircall apps.',
      'Replies may be in the Aircall inbox. Texts may not go out.',
      'Ask whoever did that, or take the number back.',
    ),
  'probe.failed': () =>
    words(
      'A test from outside did not come through.',
      'Replies cannot reach this computer. Texts still go out.',
      'Try again, or choose another way in under Settings.',
    ),
  'probe.timedOut': () =>
    words(
      'A test from outside took too long.',
      'Replies may not reach this computer. Texts still go out.',
      'Try again. If it stays, choose another way in under Settings.',
    ),
  'away.notHandedBack': () =>
    words(
      'When Tern was last away, the number could not be handed back to Aircall for certain.',
      'Replies sent in that time may not have arrived anywhere.',
      'Look in the Aircall inbox, and ask people who may have written.',
    ),
} satisfies WordsTable
