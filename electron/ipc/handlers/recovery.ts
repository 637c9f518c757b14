import type { Handlers } from '../../../shared/contract-sides.ts'
import type { RecoveryService } from '../../recovery/recovery.ts'

/** Not of the session: the code is asked for when there is none. */
export function recoveryHandlers(recovery: RecoveryService): Handlers['recovery'] {
  return {
    get: () => recovery.get(),
    savePdf: () => recovery.make('savePdf'),
    print: () => recovery.make('print'),
    show: () => recovery.make('show'),
    unlock: ({ code }) => recovery.unlock(code),
  }
}
