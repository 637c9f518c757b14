/** The two sides of the contract, derived from it: what the page sees, and what the main process does. */
import type * as v from 'valibot'
import type { Call, Event, Schema } from './contract-parts.ts'
import type { Contract } from './contract.ts'
import type { ErrorValue } from './errors.ts'

/** The answer to a call as it crosses the border: never thrown, always one of two. */
export type Result<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: ErrorValue }

/** The argument of a call, as its caller writes it. */
type Arg<C> = C extends Call<infer A, Schema> ? v.InferInput<A> : never
/** The argument of a call, as its handler gets it. */
type ParsedArg<C> = C extends Call<infer A, Schema> ? v.InferOutput<A> : never
type Answer<C> = C extends Call<Schema, infer R> ? v.InferOutput<R> : never
type Payload<E> = E extends Event<infer P> ? v.InferOutput<P> : never

type Params<A> = [A] extends [void] ? [] : [arg: A]

/** What the page sees as `window.tern`: a function for each call, a subscription for each event. */
export type PageApi = {
  readonly [S in keyof Contract]: {
    readonly [N in keyof Contract[S]]: Contract[S][N] extends Call<Schema, Schema>
      ? (...args: Params<Arg<Contract[S][N]>>) => Promise<Result<Answer<Contract[S][N]>>>
      : (listener: (payload: Payload<Contract[S][N]>) => void) => () => void
  }
}

/** Which window a call came from; handlers get it beside the argument. */
export interface Caller {
  /** Electron's id of the page's web contents. */
  readonly windowId: number
}

type CallNames<S extends keyof Contract> = {
  [N in keyof Contract[S]]: Contract[S][N] extends Call<Schema, Schema> ? N : never
}[keyof Contract[S]]
type EventNames<S extends keyof Contract> = {
  [N in keyof Contract[S]]: Contract[S][N] extends Event<Schema> ? N : never
}[keyof Contract[S]]

/** What the main process implements: a handler for each call. A handler throws `TernError` to refuse. */
export type Handlers = {
  readonly [S in keyof Contract]: {
    readonly [N in CallNames<S>]: (
      arg: ParsedArg<Contract[S][N]>,
      caller: Caller,
    ) => Answer<Contract[S][N]> | Promise<Answer<Contract[S][N]>>
  }
}

/** What the main process sends events with: `emit.messages.changed(message)`. Goes to every open window. */
export type Emit = {
  readonly [S in keyof Contract]: {
    readonly [N in EventNames<S>]: (payload: Payload<Contract[S][N]>) => void
  }
}
