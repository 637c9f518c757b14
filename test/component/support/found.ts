import { TernError } from '../../../shared/errors.ts'

/** What is there; else the refusal of the real handlers. */
export function found<T>(value: T | undefined): T {
  if (value === undefined) throw new TernError('app.notFound')
  return value
}
