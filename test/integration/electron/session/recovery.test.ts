/** Locked out of a real session: the keychain has lost everything, and the code of the recovery page brings it back. */
import { copyFileSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { practiceCustomers, practiceKey } from '../../../../electron/practice/practice.ts'
import { createKitFiles } from '../../../../electron/recovery/kit-file.ts'
import { createRecovery, type RecoveryService } from '../../../../electron/recovery/recovery.ts'
import { createSessionHost } from '../../../../electron/session/host.ts'
import type { Session } from '../../../../electron/session/session.ts'
import { systemClock } from '../../../../electron/system-clock.ts'
import { quietLog } from '../../../unit/electron/support/quiet-log.ts'
import { openAt } from '../../../fixtures/store.ts'
import { createWorld, type World } from './world.ts'

let world: World
beforeEach(async () => {
  world = await createWorld()
})
afterEach(() => world.close())

/** Tern as far as the kit needs it: a host that opens the session, and the recovery beside it. */
function start(): {
  host: ReturnType<typeof createSessionHost>
  recovery: RecoveryService
  code: () => string
} {
  let code = ''
  const host = createSessionHost({
    openSession: world.open,
    onBoot: () => undefined,
    clock: systemClock,
    log: quietLog,
  })
  const read = async (page: { readonly code: () => Promise<string> }): Promise<'done'> => {
    code = await page.code()
    return 'done'
  }
  const recovery = createRecovery({
    path: join(world.dataDir, 'tern.db'),
    files: createKitFiles(world.dataDir, quietLog),
    paper: { savePdf: read, print: read, show: read },
    secrets: world.secrets,
    storeKey: () => host.peek()?.storeKey,
    facts: () => ({ company: undefined, number: undefined }),
    boot: host.boot,
    open: host.open,
    onChange: () => undefined,
    clock: systemClock,
    log: quietLog,
    strength: { n: 2 ** 14, r: 1, p: 1 },
  })
  return { host, recovery, code: () => code }
}

async function setUp(session: Session): Promise<number> {
  await session.setup.connectKey(practiceKey)
  const id = (await session.setup.listNumbers())[0]?.id ?? 0
  // The number stays in use even though no tunnel server answers here.
  void session.setup.useNumber(id)
  await vi.waitFor(() => expect(session.setup.get().number?.id).toBe(id))
  session.setup.finish()
  return id
}

it('a lost keychain costs the API key, and no text', async () => {
  const first = start()
  expect(await first.host.open()).toEqual({ state: 'ready' })
  const session = first.host.get()
  const numberId = await setUp(session)
  const draft = { id: randomUUID(), numberId, to: practiceCustomers.ordinary.number, mediaUrls: [] }
  session.outbox.send({ ...draft, body: 'Before' })
  await first.recovery.make('savePdf')
  const count = session.store.messages.count()
  await first.host.close()
  world.secrets.entries.clear()

  const second = start()
  expect(await second.host.open()).toMatchObject({ state: 'blocked', error: { code: 'store.keyMissing' } })
  expect(second.recovery.get()).toMatchObject({ kit: 'ready' })
  expect(await second.recovery.unlock(first.code())).toEqual({ state: 'ready' })
  const open = second.host.get()
  expect(open.store.messages.count()).toBeGreaterThanOrEqual(count)
  expect(open.setup.get()).toMatchObject({ mode: 'live', finished: true, number: { id: numberId } })
  await vi.waitFor(() => expect(open.setup.accountError()?.code).toBe('aircall.keyMissing'))
  expect([...world.secrets.entries.keys()]).toEqual(['store-key'])
  await second.host.close()
})

it('the same code opens a backup that was carried elsewhere', async () => {
  const { host, recovery, code } = start()
  await host.open()
  mkdirSync(join(world.dataDir, 'backups'))
  await recovery.make('show')
  const key = host.get().storeKey
  await host.close()

  // What somebody carries: the copy of the store, and the kit beside the backups.
  const elsewhere = await createWorld()
  try {
    copyFileSync(join(world.dataDir, 'tern.db'), join(elsewhere.dataDir, 'tern.db'))
    copyFileSync(join(world.dataDir, 'backups/recovery.json'), join(elsewhere.dataDir, 'recovery.json'))
    const old = world
    world = elsewhere
    const there = start()
    expect(await there.host.open()).toMatchObject({ error: { code: 'store.keyMissing' } })
    expect(await there.recovery.unlock(code())).toEqual({ state: 'ready' })
    await there.host.close()
    openAt(join(elsewhere.dataDir, 'tern.db'), key).close()
    world = old
  } finally {
    await elsewhere.close()
  }
})
