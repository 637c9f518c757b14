import * as v from 'valibot'

/** Whether there is a recovery page for the messages that are open. Never its code: that is kept nowhere. */
export const Recovery = v.object({
  /**
   * `none`: no page was made. `ready`: there is one. `otherKey`: there is one, for a store that is not this one.
   * `damaged`: its file cannot be read.
   */
  kit: v.picklist(['none', 'ready', 'otherKey', 'damaged']),
  /** When the page was made, epoch milliseconds. */
  madeAt: v.optional(v.number()),
})
export type Recovery = v.InferOutput<typeof Recovery>

/** How making a page ended. Cancelled: the code that was made for it does not count, and an earlier page still works. */
export const KitEnd = v.picklist(['done', 'cancelled'])
export type KitEnd = v.InferOutput<typeof KitEnd>
