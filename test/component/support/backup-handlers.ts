/** The backups of the fake main process. */
import type { Emit, Handlers } from '../../../shared/contract-sides.ts'
import type { Keeping } from '../../../shared/model/backup.ts'
import { found } from './found.ts'
import type { World } from './world.ts'

export function backupHandlers(world: World, emit: Emit): Handlers['backups'] {
  const setKeeping = (keeping: Keeping): Keeping => {
    world.keeping = keeping
    emit.backups.changed(keeping)
    return keeping
  }

  return {
    get: () => world.keeping,
    make: () => {
      const at = Date.now()
      const id = `${new Date(at).toISOString().replace(/[:.]/g, '-')}.db`
      const messages = world.messages.length
      const made = { id, at, bytes: 4_400_000, kind: 'regular' as const, messages, broken: false }
      return setKeeping({ ...world.keeping, backups: [made, ...world.keeping.backups] })
    },
    restore: ({ id }) => {
      found(world.keeping.backups.find((one) => one.id === id))
    },
    checkFile: () => setKeeping({ ...world.keeping, checkedAt: Date.now() }),
    forgetRecovery: () => {
      const { recovery: _, ...rest } = world.keeping
      return setKeeping(rest)
    },
  }
}
