import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { copyFileSync, existsSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { preparedFile } from '../../../../electron/backups/places.ts'
import { finishSwap, swapIn, swapPending } from '../../../../electron/backups/swap.ts'
import { arrival, newStore, openAt, testFolder, text, type TestFolder } from '../../../fixtures/store.ts'
import { bodies, besides, reopen } from './support.ts'

const steps = [
  'folder',
  'note',
  'name the note',
  'move the file',
  'move the log',
  'drop the index',
  'put in place',
  'drop the note',
]
/** Up to here the old store counts. */
const decided = steps.indexOf('name the note')

let folder: TestFolder
beforeEach(() => {
  folder = testFolder()
  // A store as a crash leaves it, with its last text in the WAL only.
  const old = newStore(true)
  old.store.messages.receive(arrival(text('1', 'old')))
  for (const beside of ['', '-wal', '-shm']) copyFileSync(old.folder.path + beside, folder.path + beside)
  old.store.close()
  old.folder.remove()
  const prepared = newStore(true)
  prepared.store.messages.receive(arrival(text('2', 'new')))
  prepared.store.close()
  copyFileSync(prepared.folder.path, preparedFile(folder.path))
  prepared.folder.remove()
})
afterEach(() => folder.remove())

/** Opens what is there, as the app does after a crash; answers its texts and those of the store that was put aside. */
async function look(): Promise<{ readonly open: string[]; readonly aside: string[] | undefined }> {
  const store = await reopen(folder.path)
  const open = bodies(store)
  store.close()
  const file = join(folder.dir, 'damaged/old.db')
  if (!existsSync(file)) return { open, aside: undefined }
  const other = openAt(file)
  const aside = bodies(other)
  other.close()
  return { open, aside }
}
const untouched = { open: ['old'], aside: undefined }
const swapped = { open: ['new'], aside: ['old'] }

/** Runs until before a step, and no further. */
function breakAt(step: string, act: (onStep: (at: string) => void) => void): void {
  expect(() =>
    act((at) => {
      if (at === step) throw new Error('broken off')
    }),
  ).toThrow('broken off')
}

describe('a swap', () => {
  it('puts the prepared store in place, and the old one aside with all it has', async () => {
    swapIn(folder.path, 'damaged/old.db')
    expect(await look()).toEqual(swapped)
    expect(besides(folder.path)).toEqual(['damaged'])
  })

  it.each(steps)('killed before “%s” leaves one whole store', async (step) => {
    const runner = new URL('../../../fixtures/run.mjs', import.meta.url).pathname
    const child = spawn(process.execPath, [runner, 'store-child/swap', folder.path], {
      env: { ...process.env, DIE_BEFORE: step },
      stdio: 'ignore',
    })
    const [, signal] = (await once(child, 'exit')) as [unknown, string]
    expect(signal).toBe('SIGKILL')
    expect(await look()).toEqual(steps.indexOf(step) > decided ? swapped : untouched)
    expect(swapPending(folder.path)).toBe(false)
    expect(readdirSync(folder.dir).filter((name) => /swap|restore/.test(name))).toEqual([])
  })

  it('broken off, and broken off again while it is finished, is finished in the end', async () => {
    for (const first of steps.slice(decided + 1)) {
      for (const second of steps.slice(steps.indexOf(first))) {
        breakAt(first, (onStep) => swapIn(folder.path, 'damaged/old.db', onStep))
        breakAt(second, (onStep) => finishSwap(folder.path, onStep))
        expect(await look(), `${first}, then ${second}`).toEqual(swapped)
        // Once more with what there is now: the one that was put in place, and a copy of it.
        copyFileSync(join(folder.dir, 'damaged/old.db'), preparedFile(folder.path))
        swapIn(folder.path, 'damaged/back.db')
        copyFileSync(join(folder.dir, 'damaged/back.db'), preparedFile(folder.path))
      }
    }
  })

  it('that was never decided is cleared away', async () => {
    writeFileSync(`${folder.path}.swap.new`, '{"asi')
    expect(swapPending(folder.path)).toBe(true)
    expect(await look()).toEqual(untouched)
    expect(besides(folder.path)).toEqual([])
  })
})
