/** The log of a real store, moved into its file by the built worker, in the app's way. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync, readSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { checkpointStore } from '../../../../electron/store/checkpoint.ts'
import {
  commitsBetween,
  createCheckpointer,
  type Checkpointer,
} from '../../../../electron/store/checkpointer.ts'
import { connect } from '../../../../electron/store/connection.ts'
import { released } from '../../../../electron/store/released.ts'
import type { Store } from '../../../../electron/store/store.ts'
import { systemClock } from '../../../../electron/system-clock.ts'
import { checkStore } from '../../../../electron/work/check-store.ts'
import { createWork } from '../../../../electron/work/work.ts'
import type { ErrorValue } from '../../../../shared/errors.ts'
import {
  arrival,
  newStore,
  openAt,
  ourNumber,
  quietJob,
  silentLog,
  storeKey,
  text,
  type TestFolder,
} from '../../../fixtures/store.ts'
import { makeSmallDisk, noSmallDisk } from '../../../support/small-disk.ts'

const script = resolve(import.meta.dirname, '../../../../out/app/main/worker.cjs')
const pageBytes = 4096

let store: Store
let folder: TestFolder
let checkpointer: Checkpointer | undefined
let failures: ErrorValue[]
beforeEach(() => {
  ;({ store, folder } = newStore(true))
  failures = []
})
afterEach(async () => {
  await checkpointer?.close()
  checkpointer = undefined
  store.close()
  folder.remove()
})

const start = (workScript = script): Checkpointer =>
  (checkpointer = createCheckpointer({
    wal: store.wal,
    at: { path: folder.path, key: storeKey },
    work: createWork({ script: workScript, log: silentLog }),
    clock: systemClock,
    log: silentLog,
    onFailure: (error) => failures.push(error),
  }))

let sent = 0
function receive(count: number): void {
  for (let n = 0; n < count; n += 1) store.messages.receive(arrival(text(`p${(sent += 1)}`, 'Hello')))
}

const wal = (): string => `${folder.path}-wal`
const pagesIn = (file: string): number => Math.floor(statSync(file).size / pageBytes)
/** The head of the log, which is another one whenever the log is begun anew. */
function head(): string {
  const file = openSync(wal(), 'r')
  try {
    const bytes = Buffer.alloc(32)
    readSync(file, bytes, 0, bytes.length, 0)
    return bytes.toString('hex')
  } finally {
    closeSync(file)
  }
}

/** Runs the job on this thread. */
async function move(): Promise<{ readonly left: number | undefined; readonly reports: number }> {
  const report = vi.fn()
  try {
    const done = checkpointStore({ path: folder.path, key: storeKey }, { ...quietJob, report })
    return { left: done?.left, reports: report.mock.calls.length }
  } finally {
    // As at the end of a worker.
    await released()
  }
}

describe('in a burst, with a worker', () => {
  it('the log is begun anew again and again, and what is left at the end is moved by closing', async () => {
    start()
    receive(commitsBetween)
    const usual = pagesIn(wal())
    const heads = new Set<string>()
    for (let n = 0; n < 11 * commitsBetween; n += 1) {
      receive(1)
      heads.add(head())
      await nextTurn()
    }
    expect(failures).toEqual([])
    expect(heads.size).toBeGreaterThan(3)
    expect(pagesIn(wal())).toBeLessThan(5 * usual)
    await checkpointer?.close()
    store.close()
    expect(pagesIn(wal())).toBe(0)
    expect(checkStore({ path: folder.path, key: storeKey, extent: 'full' })).toEqual([])
    store = openAt(folder.path)
    expect(store.messages.count()).toBe(12 * commitsBetween)
  })

  it('it may be closed in the middle', async () => {
    const closing = start()
    receive(commitsBetween)
    await closing.close()
    receive(2)
    store.close()
    expect(pagesIn(wal())).toBe(0)
    store = openAt(folder.path)
    expect(store.messages.count()).toBe(commitsBetween + 2)
    expect(failures).toEqual([])
  })

  it('it is moved all the same where no worker can be started, and that is told', async () => {
    start('/nowhere/worker.cjs')
    receive(commitsBetween)
    await vi.waitFor(() => expect(failures.map(({ code }) => code)).toEqual(['app.internal']), 5_000)
    const before = head()
    receive(4 * commitsBetween)
    expect(head()).not.toBe(before)
    expect(failures).toHaveLength(1)
    expect(store.messages.count()).toBe(5 * commitsBetween)
  })
})

describe('a checkpoint', () => {
  beforeEach(() => store.wal.handOver(true))

  it('moves everything, so that the next commit begins the log anew', async () => {
    receive(300)
    const before = head()
    expect(await move()).toEqual({ left: 0, reports: 1 })
    receive(1)
    expect(head()).not.toBe(before)
  })

  it('leaves what came meanwhile to a last small one, which waits for nobody', async () => {
    receive(300)
    const before = head()
    const reader = connect(folder.path, storeKey)
    reader.snapshot(() => {
      reader.get('SELECT count(*) FROM messages')
      receive(3)
      store.wal.moveRest()
    })
    reader.close()
    receive(1)
    expect(head()).toBe(before)
    store.wal.moveRest()
    receive(1)
    expect(head()).not.toBe(before)
    await released()
  })

  it('moves nothing that somebody who reads does not see yet, and says so', async () => {
    receive(100)
    const reader = connect(folder.path, storeKey)
    reader.exec('BEGIN')
    const seen = reader.get<{ count: number }>('SELECT count(*) AS count FROM messages')?.count
    receive(100)
    const before = head()
    const { left, reports } = await move()
    expect(left).toBeGreaterThan(100)
    expect(reports).toBe(0)
    receive(1)
    expect(head()).toBe(before)
    expect(reader.get('SELECT count(*) AS count FROM messages')).toMatchObject({ count: seen })
    reader.exec('COMMIT')
    reader.close()
    expect(await move()).toEqual({ left: 0, reports: 1 })
  })

  it.skipIf(noSmallDisk !== undefined)('that meets a full disk loses nothing, and works later', async () => {
    const path = join(folder.dir, 'disk', 'tern.db')
    const disk = makeSmallDisk(join(folder.dir, 'disk'), '32m')
    try {
      store.close()
      store = openAt(path)
      store.numbers.save(ourNumber)
      store.wal.handOver(true)
      receive(200)
      disk.fill()
      const at = { path, key: storeKey }
      expect(() => checkpointStore(at, quietJob)).toThrow(expect.objectContaining({ code: 'store.diskFull' }))
      expect(store.messages.count()).toBe(200)
      disk.free()
      expect(checkpointStore(at, quietJob)).toMatchObject({ left: 0 })
      receive(1)
      store.close()
      await released()
      expect(checkStore({ ...at, extent: 'full' })).toEqual([])
      const again = openAt(path)
      expect(again.messages.count()).toBe(201)
      again.close()
    } finally {
      await released()
      disk.remove()
    }
  })
})

it('killed while the log is moved, every text that was said to be kept is kept', async () => {
  store.close()
  const runner = resolve(import.meta.dirname, '../../../fixtures/run.mjs')
  let kept = 0
  for (const round of [0, 1]) {
    const child = spawn(process.execPath, [runner, 'store-child/burst', folder.path])
    const lines: string[] = []
    const reader = createInterface({ input: child.stdout })
    reader.on('line', (line) => lines.push(line))
    const moves = (): number => lines.filter((line) => line === '.').length
    while (moves() < 2 + round) await once(reader, 'line')
    // The worker needs a moment to begin, and no more than that to be done.
    await sleep(20 + 60 * Math.random())
    const closed = once(reader, 'close')
    child.kill('SIGKILL')
    await closed
    store = openAt(folder.path)
    const ids = lines.filter((line) => line.length === 36)
    for (const id of ids) expect(store.messages.get(id), `round ${round}`).toBeDefined()
    kept += ids.length
    expect(store.messages.count()).toBeGreaterThanOrEqual(kept)
    expect(store.messages.count()).toBeLessThanOrEqual(kept + round + 1)
    store.close()
    expect(checkStore({ path: folder.path, key: storeKey, extent: 'full' })).toEqual([])
  }
}, 60_000)
