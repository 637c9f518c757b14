/** Opens keychain and store, then the parts that stand on them. */
import { join } from 'node:path'
import { openKept } from '../backups/open-kept.ts'
import { createWork } from '../work/work.ts'
import type { Session } from './session.ts'
import type { SessionNeeds } from './needs.ts'
import { assemble } from './assemble.ts'

/** Rejects with `TernError` of the subjects `keychain`, `store` and `backup`; then nothing stays open. */
export async function openSession(needs: SessionNeeds): Promise<Session> {
  const { clock, log, secrets } = needs
  const work = createWork({ script: needs.workScript, log })
  const { store, at } = await openKept({ path: join(needs.dataDir, 'tern.db'), secrets, work, clock, log })
  try {
    return assemble(needs, store, at, work)
  } catch (thrown) {
    store.close()
    throw thrown
  }
}
