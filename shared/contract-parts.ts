/** What the contract is made of. */
import type * as v from 'valibot'

export type Schema = v.GenericSchema<unknown, unknown>

export interface Call<A extends Schema, R extends Schema> {
  readonly kind: 'call'
  /** Schema of the one argument; `v.void()` for none. */
  readonly takes: A
  readonly gives: R
}
export interface Event<P extends Schema> {
  readonly kind: 'event'
  readonly carries: P
}

export const call = <A extends Schema, R extends Schema>(takes: A, gives: R): Call<A, R> => ({
  kind: 'call',
  takes,
  gives,
})
export const event = <P extends Schema>(carries: P): Event<P> => ({ kind: 'event', carries })
