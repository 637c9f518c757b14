import type { ErrorValue } from '../../errors.ts'
import { words, type WordsTable } from './words.ts'

export const keptWords = {
  'keychain.missing': (error) =>
    words(
      'This computer has no keychain that Tern can use.',
      'Tern keeps your Aircall key and the key of your messages nowhere else, so it cannot start. Nothing was written.',
      keychainFix(error),
    ),
  'keychain.refused': () =>
    words(
      "The computer's keychain is locked, or did not let Tern in.",
      'Without it Tern cannot open your messages or use your Aircall key. Nothing is lost.',
      'Unlock the keychain, allow Tern when the system asks, then try again.',
    ),
  'store.inUse': () =>
    words(
      'Another Tern is using these messages.',
      'Only one at a time may, so that nothing is sent twice.',
      'Close the other one, then try again.',
    ),
  'store.corrupt': (error) =>
    words(
      'The file with your messages is damaged, or its key is another one.',
      'Tern left it as it is, so that nothing more is lost. Replies cannot be received until it opens.',
      `Put back a copy of the file${inFolder(error)}, or move the damaged one away to start anew. Keep it: it may be possible to repair.`,
    ),
  'store.readOnly': (error) =>
    words(
      'Tern may not write to the folder with your messages.',
      'Replies cannot be kept, so they cannot be received, and nothing is sent.',
      `Allow writing to the folder${inFolder(error)}, then try again.`,
    ),
  'store.diskFull': () =>
    words(
      'The disk is full.',
      'Replies cannot be kept, so they cannot be received, and nothing is sent.',
      'Free some space. Tern goes on by itself.',
    ),
  'store.newer': () =>
    words(
      'These messages were written by a newer Tern.',
      'This version would damage them, so it left them as they are.',
      'Install the newest version of Tern.',
    ),
  'store.keyMissing': () =>
    words(
      'The key of your messages is gone from the keychain.',
      'The messages are still on this computer, but cannot be read without it.',
      "If you made a recovery page, use its code. Otherwise bring back the keychain entry, for example from a backup of this computer, then try again. If you don't need the messages, move their file away to start anew.",
    ),
  'store.failed': () =>
    words(
      'Tern could not write to your messages.',
      'What you did just now may not have been kept.',
      'Try again. If it stays, restart the computer and look whether the disk is in order.',
    ),
} satisfies WordsTable

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
