/** What a worker is given and what it says. */
import type { ErrorValue } from '../../shared/errors.ts'

export interface WorkerInput {
  readonly name: string
  readonly args: unknown
  /** One number, shared: not 0 once the job shall stop. A worker that is busy with SQL hears no message. */
  readonly stop: Int32Array
}

export type WorkerMessage =
  | { readonly kind: 'progress'; readonly done: number; readonly total: number }
  | { readonly kind: 'done'; readonly result: unknown }
  /** `cause`: for the log. */
  | { readonly kind: 'failed'; readonly error: ErrorValue; readonly cause: string }
