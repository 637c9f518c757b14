import type { Handlers } from '../../../shared/contract-sides.ts'
import type { SessionHost } from '../../session/session.ts'

export function backupHandlers(host: SessionHost): Handlers['backups'] {
  return {
    get: () => host.get().keeper.state(),
    make: () => host.get().keeper.backUp(),
    restore: ({ id }) => host.get().keeper.restore(id),
    checkFile: () => host.get().keeper.checkFile(),
    forgetRecovery: () => host.get().keeper.forgetRecovery(),
  }
}
