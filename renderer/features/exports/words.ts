import type { ExportCounts, ImportCounts, ImportOutcome, Transfer } from '../../../shared/model/export.ts'

const number = (n: number): string => n.toLocaleString('en')

/** `1 message`, `1,284 messages`. */
export const counted = (n: number, one: string, many = `${one}s`): string =>
  n === 1 ? `1 ${one}` : `${number(n)} ${many}`

export function exportedWords({ messages, conversations, photos }: ExportCounts): string {
  const what = `${counted(messages, 'message')} of ${counted(conversations, 'conversation')}`
  return photos === 0 ? what : `${what}, with ${counted(photos, 'photo')}`
}

/** How far it is. */
export function transferWords({ kind, done, total }: Transfer): string {
  if (total === 0) return kind === 'export' ? 'Getting ready…' : 'Reading…'
  // Bytes say nothing to anybody.
  return kind === 'export'
    ? `${number(done)} of ${counted(total, 'message')}`
    : `${String(Math.floor((done / total) * 100))}% read`
}

type Ended = Extract<ImportOutcome, { readonly kind: 'done' | 'stopped' }>

export function importTitle({ kind, imported }: Ended): string {
  if (kind === 'stopped') return 'The import was stopped'
  return imported === 0 ? 'Nothing new was imported' : `${counted(imported, 'message')} imported`
}

/** What else is to be said of an import, a sentence each. */
export function importNotes(counts: ImportCounts & Pick<Ended, 'kind'>): string[] {
  const { kind, imported, there, deleted, practice, unreadable, lines, missing, photos, photosMissing } =
    counts
  const notes: (string | false)[] = [
    kind === 'stopped' &&
      `${counted(imported, 'message was', 'messages were')} imported before. Import it again to go on: what is here already is skipped.`,
    there > 0 && `${counted(there, 'message was', 'messages were')} here already.`,
    deleted > 0 &&
      `${counted(deleted, 'message was', 'messages were')} deleted here before, and stayed deleted.`,
    practice > 0 &&
      `${counted(practice, 'practice message was', 'practice messages were')} left out: they can be imported in practice mode.`,
    photos > 0 && `${counted(photos, 'photo was', 'photos were')} imported.`,
    unreadable > 0 &&
      `${counted(unreadable, 'line', 'lines')} of messages.jsonl could not be read: ${lineWords(lines, unreadable)}. All others were.`,
    missing > 0 &&
      `The export should have ${counted(missing, 'more message', 'more messages')}. It may be a copy that was cut off.`,
    photosMissing > 0 && `${counted(photosMissing, 'photo is', 'photos are')} not in the export, or damaged.`,
  ]
  return notes.filter((note) => note !== false)
}

function lineWords(lines: readonly number[], all: number): string {
  const named = lines.map(number).join(', ')
  return lines.length < all ? `${named} and ${number(all - lines.length)} more` : named
}
