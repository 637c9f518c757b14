import { fact, words, type WordsTable } from './words.ts'

export const exportWords = {
  'export.busy': () =>
    words(
      'Another export or import is under way.',
      'Only one runs at a time. Nothing was changed.',
      'Wait until it is done, or stop it.',
    ),
  'export.diskFull': (error) =>
    words(
      'There is not enough room for the export.',
      `Tern stopped before the disk was full, so that replies can still be kept. Nothing of the export is left in ${place(error)}, and your messages are as they were.`,
      'Free some space, or pick a folder on another disk.',
    ),
  'export.noAccess': (error) =>
    words(
      `Tern may not write to ${place(error)}.`,
      'There is no export. Your messages are as they were.',
      'Pick another folder.',
    ),
  'export.failed': (error) =>
    words(
      `The export could not be written to ${place(error)}.`,
      'There is no export. Your messages are as they were.',
      'Look whether the disk is still connected, then try again or pick another folder.',
    ),
  'export.gone': () =>
    words(
      'The export is no longer where it was made.',
      'It was moved or deleted. Your messages are as they were.',
      'Look for it in your files, or make it again.',
    ),
  'export.notShown': (error) =>
    words(
      'The system could not show the folder.',
      'The export is whole.',
      `Open ${place(error)} in your file manager.`,
    ),
  'import.notAnExport': () =>
    words(
      'This folder is not an export of Tern.',
      'Tern looks for its file messages.jsonl. Nothing was imported.',
      'Pick the folder whose name starts with “Tern export”.',
    ),
  'import.newer': () =>
    words(
      'This export was made by a newer Tern.',
      'This version does not understand it. Nothing was imported.',
      'Install the newest version of Tern.',
    ),
  'import.failed': () =>
    words(
      'The export could not be read to its end.',
      'What was read before that is imported. Nothing that was here has changed.',
      'Look whether the disk is still connected, then import it again: what is there already is skipped.',
    ),
  'import.mayHaveBeenSent': () =>
    words(
      "We don't know whether this was sent.",
      'It was waiting or on its way when it was exported, and may have gone out since. Tern does not send it by itself.',
      'Ask the person, or send it again if you accept that it may arrive twice.',
    ),
} satisfies WordsTable

const place = (error: Parameters<typeof fact>[0]): string => fact(error, 'folder', 'the folder')
