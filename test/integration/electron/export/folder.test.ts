import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  exportError,
  freeFolder,
  makeExportFolder,
  roomToLeave,
  unfinishedEnding,
} from '../../../../electron/export/folder.ts'
import { errorWords } from '../../../../shared/words/errors.ts'

let parent: string
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'tern-folder-'))
})
afterEach(() => rmSync(parent, { recursive: true, force: true }))

describe('the folder of an export', () => {
  it('has its name only when it is whole', () => {
    const folder = makeExportFolder(freeFolder(parent, 'one'))
    const file = folder.open('a.txt')
    file.write('x'.repeat(300_000))
    file.write('äöü')
    expect(readdirSync(parent)).toEqual([`one${unfinishedEnding}`])
    file.close()
    expect(folder.finish()).toBe(join(parent, 'one'))
    expect(readFileSync(join(parent, 'one/a.txt'), 'utf8')).toBe('x'.repeat(300_000) + 'äöü')
    expect(readdirSync(parent)).toEqual(['one'])
  })

  it('never writes into a folder that was there', () => {
    mkdirSync(join(parent, 'one'))
    mkdirSync(join(parent, `one 2${unfinishedEnding}`))
    const folder = makeExportFolder(freeFolder(parent, 'one'))
    expect(folder.finish()).toBe(join(parent, 'one 3'))
    const other = makeExportFolder(freeFolder(parent, 'two'))
    mkdirSync(join(parent, 'two'))
    expect(() => other.finish()).toThrow('export.failed')
    other.abandon()
    expect(readdirSync(parent).sort()).toEqual(['one', `one 2${unfinishedEnding}`, 'one 3', 'two'])
  })

  it('stops before the disk is full, because the store may be on it', () => {
    let free = roomToLeave + 400_000
    const folder = makeExportFolder(join(parent, 'one'), () => free)
    const file = folder.open('a.txt')
    file.write('x'.repeat(300_000))
    free -= 300_000
    expect(() => file.write('x'.repeat(300_000))).toThrow('export.diskFull')
    folder.abandon()
    expect(readdirSync(parent)).toEqual([])
  })

  it('goes away with what is open in it', () => {
    const folder = makeExportFolder(freeFolder(parent, 'one'))
    folder.makeFolder('media')
    folder.write('media/a.jpg', new Uint8Array(10))
    folder.open('b.txt').write('text')
    folder.abandon()
    expect(readdirSync(parent)).toEqual([])
  })
})

describe('an error of the disk', () => {
  it.each([
    ['ENOSPC', 'export.diskFull'],
    ['EDQUOT', 'export.diskFull'],
    ['EACCES', 'export.noAccess'],
    ['EROFS', 'export.noAccess'],
    ['EIO', 'export.failed'],
  ])('%s is %s, in words that name the folder', (code, expected) => {
    const error = exportError(Object.assign(new Error(code), { code }), '/media/stick')
    expect(error.code).toBe(expected)
    const { what, meaning } = errorWords({ code: error.code, detail: error.detail })
    expect(`${what} ${meaning}`).toContain('/media/stick')
  })
})
