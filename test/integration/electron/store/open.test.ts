import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { makeSmallDisk, noSmallDisk, type SmallDisk } from '../../../support/small-disk.ts'
import { connect } from '../../../../electron/store/connection.ts'
import { migrations } from '../../../../electron/store/migrations.ts'
import { openStore } from '../../../../electron/store/open.ts'
import type { Store } from '../../../../electron/store/store.ts'
import {
  arrival,
  openAt,
  ourNumber,
  silentLog,
  start,
  storeKey,
  testFolder,
  text,
  type TestFolder,
} from '../../../fixtures/store.ts'

const otherKey = 'b2'.repeat(32)
const code = (expected: string) => expect.objectContaining({ code: expected })

let folder: TestFolder
beforeEach(() => {
  folder = testFolder()
})
afterEach(() => {
  folder.remove()
})

/** Makes a store with so many texts and closes it. */
function make(count = 3, path = folder.path): void {
  const store = openAt(path)
  store.numbers.save(ourNumber)
  fill(store, count)
  store.close()
}

function fill(store: Store, count: number): void {
  for (let n = 0; n < count; n += 1)
    store.messages.receive(arrival(text(`p${n}`, `text ${n} ${'x'.repeat(500)}`)))
}

describe('openStore', () => {
  it('keeps everything, readable by this user only and by nobody without the key', () => {
    make()
    const store = openAt(folder.path)
    expect(store.messages.count()).toBe(3)
    expect(store.numbers.list()).toEqual([ourNumber])
    for (const file of readdirSync(folder.dir)) {
      const bytes = readFileSync(join(folder.dir, file))
      for (const clear of ['SQLite format', 'CREATE TABLE', 'text 1', 'Front desk', storeKey])
        expect(bytes.includes(clear), `${clear} in ${file}`).toBe(false)
      expect(statSync(join(folder.dir, file)).mode & 0o077, file).toBe(0)
    }
    store.close()
  })

  it('opens again after close, and close may come twice', () => {
    const store = openAt(folder.path)
    store.close()
    store.close()
    openAt(folder.path).close()
    openAt(folder.path).close()
  })

  it('has every commit on disk before it answers, and cares for references', () => {
    const db = connect(folder.path, storeKey)
    expect(db.get('PRAGMA journal_mode')).toMatchObject({ journal_mode: 'wal' })
    expect(db.get('PRAGMA synchronous')).toMatchObject({ synchronous: 2 })
    expect(db.get('PRAGMA foreign_keys')).toMatchObject({ foreign_keys: 1 })
    db.close()
  })

  it('another key: says that the key is gone, and leaves the file as it is', () => {
    make()
    const before = readFileSync(folder.path)
    expect(() => openAt(folder.path, otherKey)).toThrow(code('store.keyMissing'))
    expect(readFileSync(folder.path).equals(before)).toBe(true)
    openAt(folder.path).close()
  })

  it.each([
    ['junk in place of the file', () => Buffer.alloc(20_000, 7)],
    ['a damaged start', (good: Buffer) => Buffer.concat([Buffer.alloc(100, 1), good.subarray(100)])],
    ['a file cut short', (good: Buffer) => good.subarray(0, 3000)],
    ['a file that was never encrypted', () => Buffer.from('SQLite format 3\0'.padEnd(4096, '\0'))],
  ])('%s: corrupt, and left as it is', (_, damage) => {
    make()
    const damaged = damage(readFileSync(folder.path))
    writeFileSync(folder.path, damaged)
    expect(() => openAt(folder.path)).toThrow(code('store.corrupt'))
    expect(readFileSync(folder.path).equals(damaged)).toBe(true)
  })

  it('a damaged page: corrupt once it is read, and the rest still opens', () => {
    make(200)
    const bytes = readFileSync(folder.path)
    for (let page = 60; page < bytes.length / 4096; page += 1)
      // The later half: what tells of the tables is before it.
      for (let page = Math.ceil(bytes.length / 4096 / 2); page < bytes.length / 4096; page += 1)
        bytes.fill(9, page * 4096 + 64, page * 4096 + 4000)
    writeFileSync(folder.path, bytes)
    const store = openAt(folder.path)
    expect(() => store.messages.notifications('all', 'nothing like it', undefined, 200)).toThrow(
      code('store.corrupt'),
    )
    expect(store.numbers.list()).toEqual([ourNumber])
    store.close()
  })

  it('a newer Tern made it: says so and touches nothing', () => {
    make()
    const db = connect(folder.path, storeKey)
    db.exec('PRAGMA user_version = 99')
    db.close()
    expect(() => openAt(folder.path)).toThrow(code('store.newer'))
    const again = connect(folder.path, storeKey)
    expect(again.get('PRAGMA user_version')).toMatchObject({ user_version: 99 })
    again.close()
  })

  it('a failed opening leaves nothing open', () => {
    make()
    expect(() => openAt(folder.path, otherKey)).toThrow()
    expect(() =>
      openStore({
        path: folder.path,
        key: storeKey,
        clock: { now: () => start },
        log: silentLog,
        steps: migrations.slice(0, 0),
      }),
    ).toThrow(code('store.newer'))
    openAt(folder.path).close()
  })

  it('a folder stands where the file should be', () => {
    mkdirSync(folder.path)
    expect(() => openAt(folder.path)).toThrow(code('store.failed'))
  })

  it('a file stands where the folder should be', () => {
    writeFileSync(join(folder.dir, 'file'), '')
    expect(() => openAt(join(folder.dir, 'file', 'tern.db'))).toThrow(code('store.failed'))
  })
})

const isRoot = process.getuid?.() === 0

/** Opens it in a process that rights hold back: from root, the right to pass over them is taken first. */
function openWithinRights(path: string): string {
  const runner = new URL('../../../fixtures/run.mjs', import.meta.url).pathname
  const rights = '-dac_override,-dac_read_search'
  const bound = isRoot ? ['setpriv', `--bounding-set=${rights}`, `--inh-caps=${rights}`] : []
  const [command = '', ...args] = [...bound, process.execPath, runner, 'store-child/try', path]
  return execFileSync(command, args, { encoding: 'utf8' })
}

describe.skipIf(process.platform === 'win32' || (isRoot && process.platform !== 'linux'))(
  'no right to write',
  () => {
    it.each([0o500, 0o000])('folder %o', (mode) => {
      make()
      chmodSync(folder.dir, mode)
      try {
        expect(openWithinRights(folder.path)).toBe('store.readOnly')
      } finally {
        chmodSync(folder.dir, 0o700)
      }
      expect(openWithinRights(folder.path)).toBe('opened')
    })

    it('file', () => {
      make()
      chmodSync(folder.path, 0o400)
      expect(openWithinRights(folder.path)).toBe('store.readOnly')
    })
  },
)

/** A small file system of its own; root may make one, and no rights hold root back but its being read-only. */
describe.skipIf(noSmallDisk !== undefined)('a file system of its own', () => {
  let disk: SmallDisk
  let path: string
  const remount = (option: string) => disk.remount(option)
  beforeEach(() => {
    disk = makeSmallDisk(join(folder.dir, 'mount'), '2m')
    path = join(disk.path, 'tern.db')
  })
  afterEach(() => disk.remove())

  it('read-only: says so, whether there is a store or not', () => {
    remount('ro')
    expect(() => openAt(path)).toThrow(code('store.readOnly'))
    remount('rw')
    // Made elsewhere: nothing on a file system that turns read-only may be open for writing.
    make()
    for (const end of ['', '.key-check', '.lock']) copyFileSync(folder.path + end, path + end)
    remount('ro')
    expect(() => openAt(path)).toThrow(code('store.readOnly'))
    remount('rw')
    const store = openAt(path)
    expect(store.messages.count()).toBe(3)
    store.close()
  })

  it('full: says so at each write, half-writes nothing, and goes on once there is space', () => {
    const store = openAt(path)
    store.numbers.save(ourNumber)
    expect(() => {
      fill(store, 5_000)
    }).toThrow(code('store.diskFull'))
    const count = store.messages.count()
    expect(count).toBeGreaterThan(10)
    const next = arrival(text('next', 'y'.repeat(20_000)))
    expect(() => store.messages.receive(next)).toThrow(code('store.diskFull'))
    expect(store.messages.count()).toBe(count)
    expect(store.messages.unread()).toBe(count)
    expect(store.messages.notifications('all', '', undefined, 200).items.length).toBe(Math.min(count, 200))
    remount('size=8m')
    expect(store.messages.receive(next)).toMatchObject({ kind: 'message', fresh: true })
    expect(store.messages.unread()).toBe(count + 1)
    store.close()
    const again = openAt(path)
    expect(again.messages.count()).toBe(count + 1)
    again.close()
  })

  it('full before there is a store: says so, and starts well later', () => {
    disk.fill()
    expect(() => openAt(path)).toThrow(code('store.diskFull'))
    remount('size=8m')
    make(1, path)
  })
})

describe('what stays behind', () => {
  it('a copy of the three files made while Tern runs opens elsewhere', () => {
    const store = openAt(folder.path)
    store.numbers.save(ourNumber)
    fill(store, 2)
    const copy = join(folder.dir, 'copy.db')
    for (const end of ['', '-wal']) copyFileSync(folder.path + end, copy + end)
    store.close()
    const other = openAt(copy)
    expect(other.messages.count()).toBe(2)
    other.close()
  })
})
