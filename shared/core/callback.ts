/** Reads a callback of Aircall, in every form that docs/contract.md lists, into one of three events. */

export interface InboundText {
  readonly kind: 'text'
  /** Aircall's id of the message. */
  readonly providerId: string
  /** Aircall's id of our number, when the callback names it. */
  readonly numberId: number | undefined
  /** E.164 or a short code. */
  readonly peer: string
  readonly body: string
  readonly mediaUrls: readonly string[]
  /** Epoch milliseconds. */
  readonly providerAt: number | undefined
  readonly token: string | undefined
}

export interface StatusChange {
  readonly kind: 'status'
  readonly providerId: string
  readonly numberId: number | undefined
  readonly peer: string | undefined
  readonly body: string | undefined
  readonly providerAt: number | undefined
  /** The provider's word, as it came. */
  readonly status: string
  readonly token: string | undefined
}

/** Kept raw and shown under Health. */
export interface NotUnderstood {
  readonly kind: 'unreadable' | 'unknownEvent'
  readonly event: string | undefined
  readonly token: string | undefined
}

export type InboundEvent = InboundText | StatusChange | NotUnderstood
