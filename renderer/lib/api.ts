/** The page's way to the main process: `window.tern`, typed by the contract. */
import type { PageApi, Result } from '../../shared/contract-sides.ts'
import { TernError } from '../../shared/errors.ts'

export type { PageApi } from '../../shared/contract-sides.ts'

declare global {
  interface Window {
    /** Put there by the preload script. */
    readonly tern: PageApi
  }
}

/**
 * The value of a call's answer. Throws the {@link TernError} of a refusal, so that `toErrorValue` gives its words;
 * an answer that never came (the main process has gone) becomes `app.internal`.
 */
export async function ask<T>(answer: Promise<Result<T>>): Promise<T> {
  const result = await answer.catch((cause: unknown) => {
    throw new TernError('app.internal', {}, cause)
  })
  if (result.ok) return result.value
  throw new TernError(result.error.code, result.error.detail)
}
