/** The photos of single messages, for exports and imports. */
import type { Connection } from './connection.ts'
import type { StoredMedia } from './media.ts'

const ofMessage = 'FROM media x JOIN messages m ON m.seq = x.seq WHERE m.id = ?'

/** Those that are there. */
export const keptPhotos = (
  db: Connection,
  messageId: string,
): Pick<StoredMedia, 'position' | 'file' | 'type' | 'kind'>[] =>
  db.all(`SELECT x.position, x.file, x.type, x.kind ${ofMessage} AND x.state = 'stored'`, messageId)

/** Those that came too late, as all of an imported message do at first. */
export const missingPhotos = (db: Connection, messageId: string): Pick<StoredMedia, 'id' | 'position'>[] =>
  db.all(`SELECT x.id, x.position ${ofMessage} AND x.state = 'expired' ORDER BY x.position`, messageId)

/** Commits that one of those is there after all; false when it is gone meanwhile. */
export function keepPhoto(
  db: Connection,
  id: string,
  photo: Pick<StoredMedia, 'file' | 'kind' | 'type' | 'size'>,
): boolean {
  const { file, kind, type, size } = photo
  const set = `state = 'stored', file = ?, kind = ?, type = ?, size = ?, reason = NULL`
  const sql = `UPDATE media SET ${set} WHERE id = ? AND state = 'expired'`
  return db.transaction(() => db.run(sql, file, kind, type, size, id)) > 0
}
