import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createKitFiles, type KitFiles } from '../../../../electron/recovery/kit-file.ts'
import { sealKey } from '../../../../electron/recovery/wrap.ts'
import { quietLog } from '../support/quiet-log.ts'

const kit = await sealKey('a1'.repeat(32), '3AHRZ6DMV29GQY5CKT18FPX4BJS0', 1, {
  n: 2 ** 14,
  r: 1,
  p: 1,
})
const other = { ...kit, madeAt: 2 }
const code = (expected: string) => expect.objectContaining({ code: expected })

let dir: string
let files: KitFiles
let file: string
let copy: string
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'tern-kit-'))
  files = createKitFiles(dir, quietLog)
  file = join(dir, 'recovery.json')
  copy = join(dir, 'backups/recovery.json')
})
afterEach(() => rmSync(dir, { recursive: true, force: true }))

describe('recovery.json', () => {
  it('is written as one, for this user only', () => {
    expect(files.read()).toEqual([])
    files.write([kit])
    files.write([kit, other])
    expect(files.read()).toEqual([kit, other])
    expect(readdirSync(dir)).toEqual(['recovery.json'])
    expect(statSync(file).mode & 0o777).toBe(0o600)
    files.write([])
    expect(readdirSync(dir)).toEqual([])
  })

  it('lies beside the backups too, once there are some, and is the same there', () => {
    files.write([kit])
    mkdirSync(join(dir, 'backups'))
    files.copy()
    expect(readFileSync(copy)).toEqual(readFileSync(file))
    expect(statSync(copy).mode & 0o777).toBe(0o600)
    files.write([other])
    expect(readFileSync(copy)).toEqual(readFileSync(file))
    files.write([])
    expect(readdirSync(join(dir, 'backups'))).toEqual([])
  })

  it.each(['', '{', '{"kind":"tern recovery","version":2,"kits":[]}', JSON.stringify({ kits: [kit] })])(
    'says that it is damaged, unless the copy is whole: %j',
    (content) => {
      mkdirSync(join(dir, 'backups'))
      files.write([kit])
      writeFileSync(file, content)
      expect(files.read()).toEqual([kit])
      writeFileSync(copy, content)
      expect(() => files.read()).toThrow(code('recovery.kitDamaged'))
      rmSync(copy)
      expect(() => files.read()).toThrow(code('recovery.kitDamaged'))
    },
  )

  it('is as it was when a new one cannot be written', () => {
    files.write([kit])
    const before = readFileSync(file)
    rmSync(file)
    mkdirSync(file)
    expect(() => files.write([other])).toThrow(code('recovery.notKept'))
    expect(readdirSync(dir)).toEqual(['recovery.json'])
    rmSync(file, { recursive: true })
    writeFileSync(file, before)
    expect(files.read()).toEqual([kit])
  })
})
