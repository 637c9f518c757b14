/** The photos of a message, read together with it. */
import * as v from 'valibot'
import { Media } from '../../shared/model/media.ts'

/**
 * Selects the photos of a message `m` as one JSON text, or NULL where it has none; {@link readMessageMedia} reads it.
 * Looks into no table for a message without photos.
 */
export const selectMessageMedia = `CASE WHEN m.direction = 'inbound' AND m.media <> '[]' THEN (
  SELECT json_group_array(json_array(x.position, x.id, x.state, x.kind, x.type, x.size, x.reason, x.tries))
    FROM media x WHERE x.seq = m.seq) END`

const text = v.nullable(v.string())
const Selected = v.array(
  v.tuple([v.number(), v.string(), v.string(), text, text, v.nullable(v.number()), text, v.number()]),
)

/** What {@link selectMessageMedia} selected. */
export function readMessageMedia(selected: string): Media[] {
  const rows = v.parse(Selected, JSON.parse(selected))
  rows.sort(([one], [other]) => one - other)
  return rows.map(([, id, state, kind, type, size, reason, tries]) =>
    v.parse(Media, { id, state, kind, type, size, reason, late: tries > 0 }),
  )
}
