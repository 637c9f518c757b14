import { fact, words, type WordsTable } from './words.ts'

export const aircallWords = {
  'aircall.keyRefused': () =>
    words(
      'Aircall did not accept this key.',
      'Tern cannot send or receive with it.',
      'Check that the API ID and the API token were copied whole, or make a new key in the Aircall Dashboard. If the key is right, your Aircall plan may not include messaging by API: that needs the Professional plan.',
    ),
  'aircall.keyMissing': () =>
    words(
      'Your Aircall key is no longer in the keychain.',
      'Tern cannot send or receive without it. Your messages are all here.',
      'Connect the key again under Settings. The API token can be made anew in the Aircall Dashboard.',
    ),
  'aircall.noAccess': () =>
    words(
      'Aircall does not let your account text by API.',
      'The key works, but texting with it was refused. Nothing was sent or changed.',
      'Ask your Aircall administrator whether your plan includes messaging by API (that needs the Professional plan) and whether this number may text.',
    ),
  'aircall.numberInOtherMode': () =>
    words(
      'This number cannot be used for texting by API.',
      'Aircall has it in another texting mode, or it cannot text at all. Nothing was changed.',
      'Pick another number, or ask Aircall to switch texting on for this one.',
    ),
  'aircall.badRecipient': () =>
    words(
      'Aircall did not accept the recipient or the text.',
      'The text was not sent.',
      'Check the number, then send it again.',
    ),
  'aircall.recipientIsSender': () =>
    words('This is your own number.', 'The text was not sent.', 'Pick somebody else to text.'),
  'aircall.notFound': () =>
    words(
      'Aircall does not know this number.',
      'It may have been removed from your account. Nothing was sent.',
      'Look in the Aircall Dashboard whether the number is still there, or pick another one.',
    ),
  'aircall.tooManyRequests': () =>
    words(
      'Aircall asks Tern to slow down.',
      'The text waits and goes out by itself.',
      'There is nothing to do.',
    ),
  'aircall.trouble': () =>
    words(
      'Aircall has a problem right now.',
      'Nothing was changed.',
      'Try again in a few minutes. The Aircall status page tells whether others see it too.',
    ),
  'aircall.unexpectedAnswer': () =>
    words(
      'Aircall answered in a way that Tern does not understand.',
      'Nothing was changed.',
      'Try again. If it stays, look for a newer version of Tern.',
    ),
  'aircall.unreachable': () =>
    words(
      'Tern could not reach Aircall.',
      'A waiting text stays here and goes out when the connection is back.',
      'Check the internet connection of this computer.',
    ),
  'aircall.timedOut': () =>
    words(
      'Aircall did not answer in time.',
      'Nothing was changed.',
      'Try again. If it stays, check the internet connection of this computer.',
    ),
  'aircall.noClearAnswer': () =>
    words(
      "We don't know whether this reached Aircall.",
      'The connection broke after the text left, so it may have been sent or not. Tern never sends it again by itself.',
      'Wait a moment for a delivery report, ask the person, or send it again if you accept that it may arrive twice.',
    ),
  'aircall.refused': (error) =>
    words(
      'Aircall refused this request.',
      'The text was not sent.',
      `Try again later.${error.detail['status'] === undefined ? '' : ` (Aircall answered ${fact(error, 'status', '')}.)`}`,
    ),
} satisfies WordsTable
