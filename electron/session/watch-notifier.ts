import { toErrorValue, type ErrorValue } from '../../shared/errors.ts'
import type { Notifier } from '../ports.ts'

/** A {@link Notifier} that knows why the last notification was not shown, for Health. */
export interface WatchedNotifier extends Notifier {
  readonly error: () => ErrorValue | undefined
}

/** @param onChange told when notifications begin to fail, or work again */
export function watchNotifier(notifier: Notifier, onChange: () => void): WatchedNotifier {
  let error: ErrorValue | undefined

  function set(next: ErrorValue | undefined): void {
    const changed = error?.code !== next?.code
    error = next
    if (changed) onChange()
  }

  return {
    ...notifier,
    error: () => error,
    async show(notification) {
      try {
        await notifier.show(notification)
        set(undefined)
      } catch (thrown) {
        set(toErrorValue(thrown))
        throw thrown
      }
    },
  }
}
