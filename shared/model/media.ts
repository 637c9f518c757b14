import * as v from 'valibot'

export const MediaId = v.pipe(v.string(), v.uuid())

/**
 * Why Tern does not fetch a photo. `address`: it is not at an `https:` address, or is passed on too often. `private`: its
 * address is of this computer or of a private network. `tooLarge`; `wrongType`: not a kind of file that texts carry.
 */
export const mediaRefusals = ['address', 'private', 'tooLarge', 'wrongType'] as const
export type MediaRefusal = (typeof mediaRefusals)[number]

/** A photo, or another file, that came with an inbound text. */
export const Media = v.variant('state', [
  v.object({
    id: MediaId,
    state: v.literal('waiting'),
    /** Not the first try any more: it did not come, and is tried again later. */
    late: v.boolean(),
  }),
  v.object({
    id: MediaId,
    state: v.literal('stored'),
    /** `image`: the window can show it. */
    kind: v.picklist(['image', 'file']),
    /** MIME type, by its content. */
    type: v.string(),
    /** Bytes. */
    size: v.number(),
  }),
  /** It was not to be had any more. */
  v.object({ id: MediaId, state: v.literal('expired') }),
  v.object({ id: MediaId, state: v.literal('refused'), reason: v.picklist(mediaRefusals) }),
])
export type Media = v.InferOutput<typeof Media>
