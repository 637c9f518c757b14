import type { MessageRecord } from '../store/record.ts'

/** The photos that this computer keeps. */
export interface PhotoSource {
  /** The photos of a message, at the places of its addresses; undefined where there is no file. */
  readonly of: (record: MessageRecord) => Promise<readonly (PhotoFile | undefined)[]>
}

export interface PhotoFile {
  readonly content: Uint8Array
  /** By what the file holds: `jpg`, `png`, … */
  readonly extension: string
}
