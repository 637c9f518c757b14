import type { ErrorCode, ErrorValue } from '../../errors.ts'

export interface ErrorWords {
  /** What happened: a short sentence, fit for a heading. */
  readonly what: string
  /** What it means for the text, or for texting, that is concerned. */
  readonly meaning: string
  /** What the user can do. */
  readonly todo: string
}

/** The words for some codes; a missing fact of an error leaves a sentence that still reads well. */
export type WordsTable = { readonly [C in ErrorCode]?: (error: ErrorValue) => ErrorWords }

export const words = (what: string, meaning: string, todo: string): ErrorWords => ({ what, meaning, todo })

/** A fact of the error's detail. */
export const fact = (error: ErrorValue, name: string, otherwise: string): string =>
  String(error.detail[name] ?? otherwise)
