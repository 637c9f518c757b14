/** Aircall's public API as the other parts see it; `client.ts` makes it. Every call but `send` rejects with `TernError` only. */
import type { ErrorValue } from '../../shared/errors.ts'
import type { AircallNumber } from '../../shared/model/number.ts'

export interface AircallKey {
  readonly apiId: string
  readonly apiToken: string
}

/** A number's configuration at Aircall. */
export interface Configuration {
  readonly callbackUrl: string
  /** Empty when the answer names none. */
  readonly token: string
}

export interface SendRequest {
  readonly numberId: number
  readonly to: string
  readonly body: string
  readonly mediaUrls: readonly string[]
}

/** How a send ended. Never thrown: each end is a state of the message. */
export type SendAnswer =
  | {
      readonly kind: 'accepted'
      readonly providerId: string
      readonly providerStatus: string
      /** Epoch milliseconds. */
      readonly providerAt?: number
    }
  /** A clear refusal. */
  | { readonly kind: 'failed'; readonly error: ErrorValue }
  /** The request never left, or Aircall said 429: it may be sent later, not before `notBefore` (epoch milliseconds). */
  | { readonly kind: 'later'; readonly error: ErrorValue; readonly notBefore: number }
  /** No clear answer: it may or may not have arrived. Never sent again by itself. */
  | { readonly kind: 'unknown'; readonly error: ErrorValue }

export interface Aircall {
  readonly ping: () => Promise<void>
  readonly company: () => Promise<{ readonly name: string }>
  /** All pages. */
  readonly numbers: () => Promise<AircallNumber[]>
  readonly configuration: {
    /** Undefined where the number has none. */
    readonly get: (numberId: number) => Promise<Configuration | undefined>
    /** May answer another address than the one asked for: verify with `get`. */
    readonly set: (numberId: number, callbackUrl: string) => Promise<Configuration>
    /** Resolves too where the number had none. */
    readonly remove: (numberId: number) => Promise<void>
  }
  readonly send: (request: SendRequest) => Promise<SendAnswer>
}
