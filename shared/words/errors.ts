/**
 * Every error in the user's words, in one place: what happened, what it means for their texts, what to do.
 * `error.detail` carries the facts; a missing fact leaves a sentence that still reads well.
 */
import { missingCase, type ErrorValue } from '../errors.ts'

export interface ErrorWords {
  /** What happened: a short sentence, fit for a heading. */
  readonly what: string
  /** What it means for the text, or for texting, that is concerned. */
  readonly meaning: string
  /** What the user can do. */
  readonly todo: string
}

const words = (what: string, meaning: string, todo: string): ErrorWords => ({ what, meaning, todo })

/** The words for an error. Never contains a secret: `detail` carries none. */
export function errorWords(error: ErrorValue): ErrorWords {
  const fact = (name: string, otherwise: string): string => String(error.detail[name] ?? otherwise)
  const code = error.code
  switch (code) {
    case 'aircall.keyRefused':
      return words(
        'Aircall did not accept this key.',
        'Tern cannot send or receive with it.',
        'Check that the API ID and the API token were copied whole, or make a new key in the Aircall Dashboard. If the key is right, your Aircall plan may not include messaging by API: that needs the Professional plan.',
      )
    case 'aircall.keyMissing':
      return words(
        'Your Aircall key is no longer in the keychain.',
        'Tern cannot send or receive without it. Your messages are all here.',
        'Connect the key again under Settings. The API token can be made anew in the Aircall Dashboard.',
      )
    case 'aircall.noAccess':
      return words(
        'Aircall does not let your account text by API.',
        'The key works, but texting with it was refused. Nothing was sent or changed.',
        'Ask your Aircall administrator whether your plan includes messaging by API (that needs the Professional plan) and whether this number may text.',
      )
    case 'aircall.numberInOtherMode':
      return words(
        'This number cannot be used for texting by API.',
        'Aircall has it in another texting mode, or it cannot text at all. Nothing was changed.',
        'Pick another number, or ask Aircall to switch texting on for this one.',
      )
    case 'aircall.badRecipient':
      return words(
        'Aircall did not accept the recipient or the text.',
        'The text was not sent.',
        'Check the number, then send it again.',
      )
    case 'aircall.recipientIsSender':
      return words('This is your own number.', 'The text was not sent.', 'Pick somebody else to text.')
    case 'aircall.notFound':
      return words(
        'Aircall does not know this number.',
        'It may have been removed from your account. Nothing was sent.',
        'Look in the Aircall Dashboard whether the number is still there, or pick another one.',
      )
    case 'aircall.tooManyRequests':
      return words(
        'Aircall asks Tern to slow down.',
        'The text waits and goes out by itself.',
        'There is nothing to do.',
      )
    case 'aircall.trouble':
      return words(
        'Aircall has a problem right now.',
        'Nothing was changed.',
        'Try again in a few minutes. The Aircall status page tells whether others see it too.',
      )
    case 'aircall.unexpectedAnswer':
      return words(
        'Aircall answered in a way that Tern does not understand.',
        'Nothing was changed.',
        'Try again. If it stays, look for a newer version of Tern.',
      )
    case 'aircall.unreachable':
      return words(
        'Tern could not reach Aircall.',
        'A waiting text stays here and goes out when the connection is back.',
        'Check the internet connection of this computer.',
      )
    case 'aircall.timedOut':
      return words(
        'Aircall did not answer in time.',
        'Nothing was changed.',
        'Try again. If it stays, check the internet connection of this computer.',
      )
    case 'aircall.noClearAnswer':
      return words(
        "We don't know whether this reached Aircall.",
        'The connection broke after the text left, so it may have been sent or not. Tern never sends it again by itself.',
        'Wait a moment for a delivery report, ask the person, or send it again if you accept that it may arrive twice.',
      )
    case 'aircall.refused':
      return words(
        'Aircall refused this request.',
        'The text was not sent.',
        `Try again later.${error.detail['status'] === undefined ? '' : ` (Aircall answered ${fact('status', '')}.)`}`,
      )
    case 'text.empty':
      return words('There is nothing to send.', 'The text is empty.', 'Write something or add a photo.')
    case 'text.tooLong':
      return words(
        `The text is longer than ${fact('limit', '1,600')} characters.`,
        'Aircall would not take it, so it was not sent.',
        'Make it shorter, or send it as two texts.',
      )
    case 'recipient.invalid':
      return words(
        'This is not a phone number that can be texted.',
        'The text was not sent.',
        'Check the number. For a number abroad, start with + and the country code.',
      )
    case 'media.badAddress':
      return words(
        'A photo address cannot be used.',
        'The text was not sent.',
        'Use a public address that starts with https:// and that anybody can open.',
      )
    case 'media.tooMany':
      return words(
        `A text can carry at most ${fact('limit', '10')} photos.`,
        'The text was not sent.',
        'Take some of them out.',
      )
    case 'number.notInUse':
      return words(
        'This number is no longer in use.',
        'The text was not sent.',
        'Set the number up again under Settings and send the text again, or write to this person from another number.',
      )
    case 'key.incomplete':
      return words(
        'The key is not complete.',
        'A key has two parts: an API ID and an API token.',
        'Copy both from the Aircall Dashboard.',
      )
    case 'tunnel.badHost':
      return words(
        'This is not an address of a tunnel server.',
        'The way in for replies was left as it was.',
        'Write an address that starts with https://, without a path.',
      )
    case 'keychain.missing':
      return words(
        'This computer has no keychain that Tern can use.',
        'Tern keeps your Aircall key and the key of your messages nowhere else, so it cannot start. Nothing was written.',
        keychainFix(error),
      )
    case 'keychain.refused':
      return words(
        "The computer's keychain is locked, or did not let Tern in.",
        'Without it Tern cannot open your messages or use your Aircall key. Nothing is lost.',
        'Unlock the keychain, allow Tern when the system asks, then try again.',
      )
    case 'store.inUse':
      return words(
        'Another Tern is using these messages.',
        'Only one at a time may, so that nothing is sent twice.',
        'Close the other one, then try again.',
      )
    case 'store.corrupt':
      return words(
        'The file with your messages is damaged, or its key is another one.',
        'Tern left it as it is, so that nothing more is lost. Replies cannot be received until it opens.',
        `Put back a copy of the file${inFolder(error)}, or move the damaged one away to start anew. Keep it: it may be possible to repair.`,
      )
    case 'store.readOnly':
      return words(
        'Tern may not write to the folder with your messages.',
        'Replies cannot be kept, so they cannot be received, and nothing is sent.',
        `Allow writing to the folder${inFolder(error)}, then try again.`,
      )
    case 'store.diskFull':
      return words(
        'The disk is full.',
        'Replies cannot be kept, so they cannot be received, and nothing is sent.',
        'Free some space. Tern goes on by itself.',
      )
    case 'store.newer':
      return words(
        'These messages were written by a newer Tern.',
        'This version would damage them, so it left them as they are.',
        'Install the newest version of Tern.',
      )
    case 'store.keyMissing':
      return words(
        'The key of your messages is gone from the keychain.',
        'The messages are still on this computer, but cannot be read without it.',
        "Bring back the keychain entry, for example from a backup of this computer, then try again. If you don't need the messages, move their file away to start anew.",
      )
    case 'store.failed':
      return words(
        'Tern could not write to your messages.',
        'What you did just now may not have been kept.',
        'Try again. If it stays, restart the computer and look whether the disk is in order.',
      )
    case 'listener.failed':
      return words(
        'Tern could not listen for replies on this computer.',
        'Replies cannot reach you.',
        'Try again. If it stays, a security program may keep Tern from listening.',
      )
    case 'tunnel.unanswered':
      return words(
        `The tunnel server ${fact('host', '')} does not answer.`.replace('  ', ' '),
        'Replies cannot reach this computer until it does. Texts still go out.',
        'Check the internet connection, or use another tunnel server.',
      )
    case 'tunnel.refused':
      return words(
        `The tunnel server ${fact('host', '')} refused to open a way in.`.replace('  ', ' '),
        'Replies cannot reach this computer. Texts still go out.',
        'Try again later, or use another tunnel server.',
      )
    case 'tunnel.lost':
      return words(
        'The connection to the tunnel server broke.',
        'Replies sent just now do not arrive. Tern is opening it again.',
        'Wait a moment. If it does not come back, check the internet connection of this computer.',
      )
    case 'registration.ignored':
      return words(
        'Aircall did not take over the address for replies.',
        'Replies to this number cannot reach you.',
        'Try again. If it stays, take the number out of API texting in Aircall first.',
      )
    case 'probe.failed':
      return words(
        'A test from outside did not come through.',
        'Replies cannot reach this computer. Texts still go out.',
        'Try again, or use another tunnel server.',
      )
    case 'probe.timedOut':
      return words(
        'A test from outside took too long.',
        'Replies may not reach this computer. Texts still go out.',
        'Try again. If it stays, use another tunnel server.',
      )
    case 'notifications.failed':
      return words(
        'The system did not show a notification.',
        'Replies are kept and shown in Tern, but you may not notice them.',
        'Look in the notification settings of this computer whether Tern is allowed to show them.',
      )
    case 'app.notAllowed':
      return words('Tern does not allow this.', 'Nothing was changed.', 'There is nothing to do.')
    case 'app.badArguments':
      return words(
        'Tern could not understand this request.',
        'Nothing was changed.',
        'Check what you typed, then try again.',
      )
    case 'app.notReady':
      return words(
        'Tern is not ready yet.',
        'Nothing was changed.',
        'Wait a moment. If it stays, look under Health.',
      )
    case 'app.notFound':
      return words('This is no longer there.', 'Nothing was changed.', 'Go back and look again.')
    case 'app.internal':
      return words(
        'Something went wrong inside Tern.',
        'It may not have been done.',
        'Try again. If it stays, restart Tern: your messages are safe.',
      )
    default:
      return missingCase(code)
  }
}

/** An error as one paragraph, for places that have room for no more. */
export function errorSentence(error: ErrorValue): string {
  const { what, meaning, todo } = errorWords(error)
  return `${what} ${meaning} ${todo}`
}

function keychainFix(error: ErrorValue): string {
  switch (error.detail['platform']) {
    case 'linux':
      return 'Install a keychain service and log in again: on Debian or Ubuntu “sudo apt install gnome-keyring libsecret-1-0”, on Fedora “sudo dnf install gnome-keyring libsecret”. KeePassXC and KWallet work too, with their Secret Service switched on.'
    case 'darwin':
      return 'Open Keychain Access and look whether the login keychain is there, then try again.'
    case 'win32':
      return 'Start the Windows service “Credential Manager”, then try again.'
    default:
      return 'Switch on the keychain of your system, then try again.'
  }
}

function inFolder(error: ErrorValue): string {
  const folder = error.detail['folder']
  return folder === undefined ? '' : ` ${folder}`
}
