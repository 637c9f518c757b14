import { expect, it } from 'vitest'
import { repairIndexes } from '../../../../electron/backups/repair-indexes.ts'
import { connect } from '../../../../electron/store/connection.ts'
import { checkStore } from '../../../../electron/work/check-store.ts'
import { arrival, newStore, openAt, storeKey, text } from '../../../fixtures/store.ts'

it('makes an index anew that lacks rows, and nothing is lost', () => {
  const { store, folder } = newStore()
  for (let n = 0; n < 20; n += 1) store.messages.receive(arrival(text(`${n}`, `text ${n}`)))
  store.close()
  const at = { path: folder.path, key: storeKey }
  const db = connect(at.path, at.key)
  // An index that was made for nothing, and now says that it is for all.
  db.exec(`CREATE INDEX lacking ON messages (at) WHERE body = 'never'; PRAGMA writable_schema = ON`)
  db.run(`UPDATE sqlite_schema SET sql = 'CREATE INDEX lacking ON messages (at)' WHERE name = 'lacking'`)
  db.close()
  expect(checkStore({ ...at, extent: 'quick' })).toEqual([])
  expect(checkStore({ ...at, extent: 'full' }).length).toBeGreaterThan(0)
  expect(repairIndexes(at)).toEqual([])
  const again = openAt(at.path)
  expect(again.messages.count()).toBe(20)
  again.close()
  folder.remove()
})
