import { toErrorValue, type ErrorValue } from '../../shared/errors.ts'
import type { Notifier } from '../ports.ts'

/** A {@link Notifier} that knows why the last notification was not shown, for Health. */
export interface WatchedNotifier extends Notifier {
  readonly error: () => ErrorValue | undefined
}

export function watchNotifier(notifier: Notifier): WatchedNotifier {
  let error: ErrorValue | undefined
  return {
    ...notifier,
    error: () => error,
    async show(notification) {
      try {
        await notifier.show(notification)
        error = undefined
      } catch (thrown) {
        error = toErrorValue(thrown)
        throw thrown
      }
    },
  }
}
