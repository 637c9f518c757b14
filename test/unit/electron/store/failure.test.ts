import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { storeError } from '../../../../electron/store/failure.ts'
import { TernError } from '../../../../shared/errors.ts'

const path = join(tmpdir(), 'tern.db')
const failure = (code: string) => Object.assign(new Error('secret words'), { code })

it.each([
  ['SQLITE_BUSY', 'store.inUse'],
  ['SQLITE_BUSY_RECOVERY', 'store.inUse'],
  ['SQLITE_FULL', 'store.diskFull'],
  ['ENOSPC', 'store.diskFull'],
  ['SQLITE_READONLY_DBMOVED', 'store.readOnly'],
  ['EROFS', 'store.readOnly'],
  ['EACCES', 'store.readOnly'],
  ['SQLITE_CORRUPT_VTAB', 'store.corrupt'],
  ['SQLITE_NOTADB', 'store.corrupt'],
  ['SQLITE_IOERR_WRITE', 'store.failed'],
  ['SQLITE_CONSTRAINT_UNIQUE', 'store.failed'],
  ['ENOTDIR', 'store.failed'],
])('%s is %s', (code, expected) => {
  const cause = failure(code)
  const error = storeError(cause, path)
  expect(error).toMatchObject({ code: expected, detail: { folder: tmpdir() } })
  expect(error.cause).toBe(cause)
  expect(error.message).not.toContain('secret')
})

it('leaves a coded error as it is, and takes anything else for a failure', () => {
  const coded = new TernError('app.notFound')
  expect(storeError(coded, path)).toBe(coded)
  expect(storeError('odd', path).code).toBe('store.failed')
  expect(storeError(failure('SQLITE_IOERR'), '/nowhere/at/all/tern.db').code).toBe('store.failed')
})
