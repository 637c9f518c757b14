/** The photos of messages, on their way into an export and out of one. The files are in the vault beside the store. */
import { dirname } from 'node:path'
import { endingOf, readMediaType } from '../../shared/core/media-type.ts'
import { TernError } from '../../shared/errors.ts'
import { mediaFolder } from '../media/folder.ts'
import { createVault } from '../media/vault.ts'
import type { Connection } from '../store/connection.ts'
import { keepPhoto, keptPhotos, missingPhotos } from '../store/photo-records.ts'
import type { MessageRecord, PhotoRecord } from '../store/record.ts'
import type { StoreAt } from '../work/check-store.ts'

/** A photo's content, and what an export says of it. */
export interface PhotoFile {
  readonly content: Uint8Array
  /** Ends its name: `jpg`, `png`, … */
  readonly ending: string
  readonly kind: NonNullable<PhotoRecord['kind']>
}

/** The photos that this computer keeps. */
export interface PhotoSource {
  /** By their places among the message's addresses; none where there is no file, or it is damaged. */
  readonly of: (record: MessageRecord) => Promise<ReadonlyMap<number, PhotoFile>>
}

export function createPhotoSource(db: Connection, at: StoreAt): PhotoSource {
  const vault = createVault({ folder: mediaFolder(dirname(at.path)), key: at.key })
  return {
    async of(record) {
      const files = new Map<number, PhotoFile>()
      if (record.direction === 'outbound') return files
      for (const { position, file, type, kind } of keptPhotos(db, record.id)) {
        const content = await vault.read(file).catch(whereUnreadable)
        if (content !== undefined) files.set(position, { content, ending: endingOf(type), kind })
      }
      return files
    },
  }
}

/** Deleted since the export began, or damaged: the pages say that it is not there. */
function whereUnreadable(thrown: unknown): undefined {
  if (thrown instanceof TernError && thrown.code === 'media.unreadable') return undefined
  throw thrown
}

export interface PhotoSink {
  /** Keeps those photos of a message that the store lacks. @param read a file of the export, by its name there */
  readonly keep: (
    record: MessageRecord,
    read: (name: string) => Uint8Array | undefined,
  ) => Promise<{ readonly kept: number; readonly missing: number }>
}

export function createPhotoSink(db: Connection, at: StoreAt): PhotoSink {
  const vault = createVault({ folder: mediaFolder(dirname(at.path)), key: at.key })
  return {
    async keep(record, read) {
      let [kept, missing] = [0, 0]
      for (const { id, position } of missingPhotos(db, record.id)) {
        const name = record.photos[position]?.file
        if (name === undefined) continue
        const bytes = read(name)
        // Never by its name: whoever made the export chose that.
        const as = bytes === undefined ? undefined : readMediaType(bytes)
        if (bytes === undefined || as === undefined) {
          missing += 1
          continue
        }
        // First the file, then its entry: what a crash leaves between is a file that nothing knows, and the next start removes it.
        const file = await vault.write(bytes)
        if (keepPhoto(db, id, { file, size: bytes.length, ...as })) kept += 1
        else await vault.remove(file)
      }
      return { kept, missing }
    },
  }
}
