import * as v from 'valibot'
import { ConversationId, directions, messageStates } from './message.ts'
import { PhoneAddress } from './number.ts'

/** All texts between one of our numbers and one peer. */
export const Conversation = v.object({
  id: ConversationId,
  numberId: v.number(),
  peer: PhoneAddress,
  /** The name the user gave the person. */
  name: v.optional(v.string()),
  /** Count of inbound messages not yet seen. */
  unread: v.number(),
  /** What the user has typed and not sent. */
  draft: v.string(),
  /** Time of the last message, epoch milliseconds. */
  at: v.number(),
  last: v.optional(
    v.object({
      direction: v.picklist(directions),
      state: v.picklist(messageStates),
      /** The first 160 characters. */
      preview: v.string(),
      /** How many photos came with it. */
      media: v.number(),
    }),
  ),
})
export type Conversation = v.InferOutput<typeof Conversation>
