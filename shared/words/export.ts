/** The words inside an export: what somebody reads who has only its files. */
import type { Direction, MessageState } from '../model/message.ts'

export const exportStates = {
  queued: 'Waiting when this was exported',
  claimed: 'Being sent when this was exported',
  accepted: 'Accepted by Aircall',
  sent: 'Sent',
  delivered: 'Delivered',
  undelivered: 'Not delivered',
  failed: 'Not sent',
  unknown: 'Not known whether it was sent',
  received: 'Received',
} as const satisfies Readonly<Record<MessageState, string>>

export const exportDirections = {
  inbound: 'In',
  outbound: 'Out',
} as const satisfies Readonly<Record<Direction, string>>
