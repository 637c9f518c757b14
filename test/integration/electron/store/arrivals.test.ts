import { afterEach, beforeEach, expect, it } from 'vitest'
import { connect } from '../../../../electron/store/connection.ts'
import type { Store } from '../../../../electron/store/store.ts'
import type { Arrival } from '../../../../shared/model/arrival.ts'
import { newStore, openAt, start, storeKey, type TestFolder } from '../../../fixtures/store.ts'

let store: Store
let folder: TestFolder
beforeEach(() => {
  ;({ store, folder } = newStore())
})
afterEach(() => {
  store.close()
  folder.remove()
})

const arrival = (id: number, more: Partial<Arrival> = {}): Arrival => ({
  id,
  at: start + id,
  status: 200,
  reason: 'message',
  bytes: 300,
  times: 1,
  ...more,
})

it('keeps what came, over a restart, the latest last', () => {
  store.arrivals.save([arrival(1), arrival(2, { reason: 'wrongPath', status: 404, at: start })], [])
  store.close()
  store = openAt(folder.path)
  expect(store.arrivals.list()).toEqual([
    arrival(2, { reason: 'wrongPath', status: 404, at: start }),
    arrival(1),
  ])
})

it('changes what has become more, and deletes what is too much', () => {
  store.arrivals.save([arrival(1), arrival(2, { reason: 'notHttp', status: 400 })], [])
  store.arrivals.save(
    [arrival(2, { reason: 'notHttp', status: 400, times: 7, bytes: 9, at: start + 50 }), arrival(3)],
    [1],
  )
  expect(store.arrivals.list()).toEqual([
    arrival(3),
    arrival(2, { reason: 'notHttp', status: 400, times: 7, bytes: 9, at: start + 50 }),
  ])
  store.arrivals.save([], [2, 3])
  expect(store.arrivals.list()).toEqual([])
})

it('leaves out what a newer Tern has written and this one does not know', () => {
  store.arrivals.save([arrival(1)], [])
  const db = connect(folder.path, storeKey)
  db.run(`INSERT INTO callback_log (at, status, reason, bytes) VALUES (1, 200, 'telepathy', 3)`)
  db.close()
  expect(store.arrivals.list()).toEqual([arrival(1)])
})
