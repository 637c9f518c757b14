import { readFileSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { connect } from '../../../../electron/store/connection.ts'
import type { Store } from '../../../../electron/store/store.ts'
import { arrival, newStore, openAt, start, storeKey, text, type TestFolder } from '../../../fixtures/store.ts'
import { backUp, bodies, damage, directWork, inBackups } from './support.ts'

let store: Store
let folder: TestFolder
beforeEach(() => {
  ;({ store, folder } = newStore())
})
afterEach(() => {
  store.close()
  folder.remove()
})

function receive(
  body: string,
  peer = '+13023063029',
): { readonly id: string; readonly conversationId: string } {
  const reception = store.messages.receive(arrival(text(`id of ${body}`, body, { peer })))
  if (reception.kind !== 'message') throw new Error('not received')
  return reception.message
}
const scrub = (): Promise<number> =>
  directWork.run('scrubBackups', { path: folder.path, key: storeKey, now: start })

/** What a backup has: texts, and rows of raw callbacks and conversations. */
function look(id: string) {
  const file = inBackups(folder.path, id)
  const copy = openAt(file)
  const texts = bodies(copy)
  copy.close()
  const db = connect(file, storeKey)
  const count = (table: string): number =>
    db.get<{ n: number }>(`SELECT count(*) AS n FROM ${table}`)?.n ?? -1
  const rows = { raw: count('raw_events'), conversations: count('conversations'), people: count('people') }
  db.close()
  return { texts, ...rows }
}

describe('deleting', () => {
  it('reaches every backup that has the message', async () => {
    const gone = receive('gone')
    const older = await backUp(folder.path, start)
    receive('stays')
    const newer = await backUp(folder.path, start + 1)
    store.messages.remove(gone.id)
    expect(await scrub()).toBe(0)
    expect(look(older.id)).toMatchObject({ texts: [], raw: 0 })
    expect(look(newer.id)).toMatchObject({ texts: ['stays'], raw: 1 })
    const list = await directWork.run('readBackups', { path: folder.path, key: storeKey })
    expect(list.map(({ messages }) => messages)).toEqual([1, 0])
  })

  it('of a conversation takes it from the backups with its person', async () => {
    const { conversationId } = receive('one', '+13023063030')
    receive('two', '+13023063030')
    receive('stays')
    const made = await backUp(folder.path)
    store.conversations.remove(conversationId)
    await scrub()
    expect(look(made.id)).toMatchObject({ texts: ['stays'], conversations: 1, people: 1 })
  })

  it('leaves an empty conversation that the store still has', async () => {
    const { id } = receive('only one')
    const made = await backUp(folder.path)
    store.messages.remove(id)
    await scrub()
    expect(look(made.id)).toMatchObject({ texts: [], conversations: 1 })
  })

  it('is done once, and passes over a backup that cannot be opened', async () => {
    const gone = receive('gone')
    const broken = await backUp(folder.path, start)
    const sound = await backUp(folder.path, start + 1)
    damage(inBackups(folder.path, broken.id))
    store.messages.remove(gone.id)
    expect(await scrub()).toBe(1)
    expect(look(sound.id).texts).toEqual([])
    const before = readFileSync(inBackups(folder.path, sound.id))
    expect(await scrub()).toBe(0)
    expect(readFileSync(inBackups(folder.path, sound.id)).equals(before)).toBe(true)
  })
})
