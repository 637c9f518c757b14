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
      'Check the internet connection, or use another tunnel server.',
    ),
  'tunnel.refused': (error) =>
    words(
      `The tunnel server ${fact(error, 'host', '')} refused to open a way in.`.replace('  ', ' '),
      'Replies cannot reach this computer. Texts still go out.',
      'Try again later, or use another tunnel server.',
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
  'probe.failed': () =>
    words(
      'A test from outside did not come through.',
      'Replies cannot reach this computer. Texts still go out.',
      'Try again, or use another tunnel server.',
    ),
  'probe.timedOut': () =>
    words(
      'A test from outside took too long.',
      'Replies may not reach this computer. Texts still go out.',
      'Try again. If it stays, use another tunnel server.',
    ),
} satisfies WordsTable
