import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openAt, testFolder, type TestFolder } from '../../../fixtures/store.ts'

const runner = new URL('../../../fixtures/run.mjs', import.meta.url).pathname
let folder: TestFolder
let children: ChildProcess[]

beforeEach(() => {
  folder = testFolder()
  children = []
})
afterEach(async () => {
  await Promise.all(children.map(kill))
  folder.remove()
})

/** A child process with the store, and the lines it has said. */
function child(script: 'hold' | 'receive') {
  const process_ = spawn(process.execPath, [runner, `store-child/${script}`, folder.path], {
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  children.push(process_)
  const lines: string[] = []
  const complaints: string[] = []
  process_.stderr.on('data', (chunk: Buffer) => complaints.push(chunk.toString()))
  const reader = createInterface({ input: process_.stdout })
  reader.on('line', (line) => lines.push(line))
  const said = async (count: number): Promise<void> => {
    while (lines.length < count) await once(reader, 'line')
  }
  return { process: process_, lines, complaints, said, reader }
}

async function kill(process_: ChildProcess): Promise<void> {
  if (process_.exitCode !== null || process_.signalCode !== null) return
  const ended = once(process_, 'close')
  process_.kill('SIGKILL')
  await ended
}

const code = (expected: string) => expect.objectContaining({ code: expected })

it('another process has the store: in use, until that process is gone, even if it is killed', async () => {
  const other = child('hold')
  await other.said(1)
  expect(() => openAt(folder.path)).toThrow(code('store.inUse'))
  // Reading the file as a backup program would does not take the lock away.
  readFileSync(folder.path)
  expect(() => openAt(folder.path)).toThrow(code('store.inUse'))
  await kill(other.process)
  openAt(folder.path).close()
})

it('this process has the store: another may not, even after this one read the file', async () => {
  const store = openAt(folder.path)
  readFileSync(folder.path)
  const other = child('hold')
  other.process.stdin?.end()
  const [exit] = (await once(other.process, 'close')) as [number | null]
  expect(exit).not.toBe(0)
  expect(other.complaints.join('')).toContain('TernError: store.inUse')
  expect(other.lines).toEqual([])
  store.close()
  openAt(folder.path).close()
}, 30_000)

it('killed at any moment, every text that was said to be kept is kept', async () => {
  let kept = 0
  for (const [round, more] of [1, 40, 7].entries()) {
    const other = child('receive')
    await other.said(more)
    // From here on the moment is anybody's guess: between two lines, inside a commit.
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 30))
    const closed = once(other.reader, 'close')
    await kill(other.process)
    await closed
    const store = openAt(folder.path)
    expect(other.lines.length).toBeGreaterThanOrEqual(more)
    for (const id of other.lines.filter((line) => line.length === 36))
      expect(store.messages.get(id), `round ${round}`).toBeDefined()
    kept += other.lines.length
    // At most the one that was kept but not said yet is over, for each round.
    expect(store.messages.count()).toBeGreaterThanOrEqual(kept)
    expect(store.messages.count()).toBeLessThanOrEqual(kept + round + 1)
    expect(store.messages.unread()).toBe(store.messages.count())
    store.close()
  }
}, 60_000)
