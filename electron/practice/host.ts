/** The practice Aircall as practice mode runs it. */
import type { PracticeHost } from '../setup/account.ts'
import { createPracticeAircall } from './practice.ts'

/**
 * Starts it on any free port of 127.0.0.1.
 * @param greeting a customer texts first, once a number is set up; for the first time only, since nothing is kept on disk
 */
export function startPracticeHost({ greeting = false } = {}): Promise<PracticeHost> {
  return createPracticeAircall({ greeting })
}
