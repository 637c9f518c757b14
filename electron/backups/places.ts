/** Where backups are and what they are called: `<data folder>/backups/2026-01-05T09-00-00-000Z.db`. */
import { closeSync, fsyncSync, mkdirSync, openSync, readdirSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Backup } from '../../shared/model/backup.ts'

/** @param path the store's file, here and below */
export const backupsFolder = (path: string): string => join(dirname(path), 'backups')
/** What was damaged is kept here. */
export const damagedFolder = (path: string): string => join(dirname(path), 'damaged')
/** The store that is to take the place of the present one; see `swap.ts`. */
export const preparedFile = (path: string): string => `${path}.restore`

/** A backup under this name does not count yet. */
const unfinished = '.new-'

const stamp = (at: number): string => new Date(at).toISOString().replace(/[:.]/g, '-')

export const backupName = (at: number, kind: Backup['kind'] = 'regular'): string =>
  `${stamp(at)}${kind === 'aside' ? '.aside' : ''}.db`

export const unfinishedName = (at: number): string => unfinished + backupName(at)

/** What a file's name says; undefined where it is no backup's. */
export function readBackupName(name: string): Pick<Backup, 'id' | 'at' | 'kind'> | undefined {
  const [, date, hours, minutes, rest, aside] =
    /^(\d{4}-\d\d-\d\d)T(\d\d)-(\d\d)-(\d\d-\d{3})Z(\.aside)?\.db$/.exec(name) ?? []
  if (date === undefined) return undefined
  const at = Date.parse(`${date}T${hours}:${minutes}:${rest?.replace('-', '.')}Z`)
  if (Number.isNaN(at)) return undefined
  return { id: name, at, kind: aside === undefined ? 'regular' : 'aside' }
}

/** The backups that there are, newest first, by their names alone. */
export function listBackups(path: string): Backup[] {
  const folder = backupsFolder(path)
  return namesIn(folder)
    .flatMap((name) => {
      const read = readBackupName(name)
      const bytes = sizeOf(join(folder, name))
      return read === undefined || bytes === undefined ? [] : [{ ...read, bytes, broken: false }]
    })
    .sort((a, b) => b.at - a.at)
}

/** What a crash left behind. */
export const leftovers = (path: string): string[] =>
  namesIn(backupsFolder(path))
    .filter((name) => name.startsWith(unfinished))
    .map((name) => join(backupsFolder(path), name))

/** A file's size, bytes; undefined where there is none. */
export function sizeOf(file: string): number | undefined {
  return statSync(file, { throwIfNoEntry: false })?.size
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT') return []
    throw thrown
  }
}

/** Makes a folder that only this user can look into. */
export function makeFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
}

/** Makes the names in a folder last, where the system can. */
export function syncFolder(folder: string): void {
  // Windows opens no folder, and keeps names by itself.
  if (process.platform === 'win32') return
  const handle = openSync(folder, 'r')
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}
