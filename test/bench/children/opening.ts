/** Opens stores by turns, as Tern does at its start; answers how long each took, milliseconds. */
import { join } from 'node:path'
import * as v from 'valibot'
import { openStore } from '../../../electron/store/open.ts'
import { systemClock } from '../../../electron/system-clock.ts'
import { keyOf } from './keys.ts'
import { answer, argument, errorLog } from './run.ts'

const { dataDirs, rounds } = v.parse(
  v.object({ dataDirs: v.array(v.string()), rounds: v.number() }),
  argument(),
)

const stores: { path: string; key: string }[] = []
for (const dataDir of dataDirs) stores.push({ path: join(dataDir, 'tern.db'), key: await keyOf(dataDir) })

function open({ path, key }: { readonly path: string; readonly key: string }): number {
  const from = performance.now()
  const store = openStore({ path, key, clock: systemClock, log: errorLog })
  // What the tray asks for at once.
  store.messages.unread()
  const ms = performance.now() - from
  store.close()
  return ms
}

const times: number[][] = []
// The first round warms up the caches of code and disk.
for (let round = -1; round < rounds; round += 1) {
  const row = stores.map(open)
  if (round >= 0) times.push(row)
}
answer({ times })
