import { mkdirSync, readFileSync, renameSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { longestLine, readExportFolder } from '../../../../electron/export/read-folder.ts'
import type { Store } from '../../../../electron/store/store.ts'
import { verifyLedger } from '../../../../electron/store/verify-ledger.ts'
import { exportTo, fileOf, importFrom, running } from '../../../fixtures/exports.ts'
import {
  arrival,
  customer,
  draft,
  newStore,
  openAt,
  ourNumber,
  start,
  status,
  storeKey,
  testFolder,
  text,
  type TestFolder,
} from '../../../fixtures/store.ts'

let store: Store
let folder: TestFolder
let other: TestFolder
let here: Store
beforeEach(() => {
  ;({ store, folder } = newStore(true))
  other = testFolder(true)
  here = openAt(other.path)
})
afterEach(() => {
  store.close()
  here.close()
  folder.remove()
  other.remove()
})

const receive = (into: Store, id: string, body: string, at = start, verified = true) =>
  into.messages.receive(arrival(text(id, body), { at, verified }))
const bodiesOf = (of: Store): string[] => {
  const [conversation] = of.conversations.list('', undefined, 1).items
  return of.messages.page(conversation?.id ?? '', undefined, 100).items.map(({ body }) => body)
}
const path = (made: string): string => join(made, 'messages.jsonl')
/** Changes the lines of an export; the first is its header. */
function edit(made: string, change: (lines: string[]) => string[]): void {
  writeFileSync(path(made), change(fileOf(made, 'messages.jsonl').trimEnd().split('\n')).join('\n'))
}

describe('an import', () => {
  it('brings back conversations, names and texts, seen and without a notification', async () => {
    receive(store, 'a', 'Hello')
    const { message } = store.outbox.queue(draft('Good day'), start + 1)
    store.outbox.claim(message.id, start + 2, 1)
    store.outbox.settle(
      message.id,
      { kind: 'accepted', providerId: 'A', providerStatus: 'pending' },
      start + 3,
    )
    store.conversations.setName(message.conversationId, 'Kim Lee')
    const made = await exportTo(folder.dir, folder)
    const counts = await importFrom(made.folder, other)
    expect(counts).toMatchObject({ imported: 2, there: 0, unreadable: 0, missing: 0, stopped: false })
    const [conversation] = here.conversations.list('', undefined, 9).items
    expect(conversation).toMatchObject({
      id: message.conversationId,
      peer: customer,
      name: 'Kim Lee',
      unread: 0,
    })
    expect(here.messages.unread()).toBe(0)
    expect(bodiesOf(here)).toEqual(['Hello', 'Good day'])
    expect(here.numbers.list()).toEqual([ourNumber])
    // What Aircall says later is understood as before.
    const said = arrival(status('A', 'delivered'), { at: start + 9 })
    expect(here.messages.receive(said)).toMatchObject({ kind: 'status', message: { state: 'delivered' } })
  })

  it('doubles and overwrites nothing that is here', async () => {
    receive(store, 'a', 'from there')
    receive(store, 'b', 'both')
    const [there] = store.conversations.list('', undefined, 1).items
    store.conversations.setName(there?.id ?? '', 'Their name')
    // The same reply came in on this computer, under an id of its own.
    here.numbers.save({ ...ourNumber, name: 'My number' })
    receive(here, 'b', 'both', start + 50)
    const [mine] = here.conversations.list('', undefined, 1).items
    here.conversations.setName(mine?.id ?? '', 'My name')
    const made = await exportTo(folder.dir, folder)
    expect(await importFrom(made.folder, other)).toMatchObject({ imported: 1, there: 1 })
    expect(here.conversations.list('', undefined, 9).items).toMatchObject([
      { id: mine?.id, name: 'My name', unread: 1, at: start + 50 },
    ])
    expect(here.numbers.get(ourNumber.id)?.name).toBe('My number')
    expect(bodiesOf(here)).toEqual(['from there', 'both'])
  })

  it('never takes an unproven text for a proven one, nor the other way round', async () => {
    receive(store, 'a', 'forged', start, false)
    here.numbers.save(ourNumber)
    receive(here, 'a', 'real')
    const made = await exportTo(folder.dir, folder)
    expect(await importFrom(made.folder, other)).toMatchObject({ imported: 1 })
    expect(bodiesOf(here).sort()).toEqual(['forged', 'real'])
  })

  it('sends nothing: what waited or was on its way is not known', async () => {
    store.outbox.queue(draft('waits'), start)
    const { message } = store.outbox.queue(draft('on its way', { to: '+13023060002' }), start)
    store.outbox.claim(message.id, start + 1, 1)
    const made = await exportTo(folder.dir, folder)
    await importFrom(made.folder, other)
    expect(here.outbox.waiting()).toEqual({ queued: 0, unknown: 2, failed: 0 })
    expect(here.outbox.due(start + 1e9)).toBeUndefined()
    expect(here.outbox.recover()).toEqual([])
    expect(here.messages.get(message.id)).toMatchObject({
      state: 'unknown',
      error: { code: 'import.mayHaveBeenSent' },
    })
    // The user may send it again all the same.
    expect(here.outbox.requeue(message.id)?.state).toBe('queued')
  })

  it('does not bring back what was deleted here', async () => {
    const received = receive(store, 'a', 'deleted')
    receive(store, 'b', 'kept', start + 1)
    const made = await exportTo(folder.dir, folder)
    const id = received.kind === 'message' ? received.message.id : ''
    expect(store.messages.remove(id)).toBe('gone')
    expect(await importFrom(made.folder, folder)).toMatchObject({ imported: 0, there: 1, deleted: 1 })
    // The same reply, deleted where it had another id.
    here.numbers.save(ourNumber)
    const mine = receive(here, 'a', 'deleted')
    here.messages.remove(mine.kind === 'message' ? mine.message.id : '')
    expect(await importFrom(made.folder, other)).toMatchObject({ imported: 1, there: 0, deleted: 1 })
    expect(bodiesOf(here)).toEqual(['kept'])
    expect(verifyLedger({ path: other.path, key: storeKey }, running).broken).toBeUndefined()
  })

  it('leaves practice conversations out unless practice is on', async () => {
    store.numbers.save({ ...ourNumber, practice: true })
    receive(store, 'a', 'from a practice customer')
    const made = await exportTo(folder.dir, folder)
    expect(await importFrom(made.folder, other)).toMatchObject({ imported: 0, practice: 1, unreadable: 0 })
    expect(here.numbers.list()).toEqual([])
    expect(await importFrom(made.folder, other, { practice: true })).toMatchObject({
      imported: 1,
      practice: 0,
    })
  })

  it('keeps what it has when it is stopped, and goes on the next time', async () => {
    for (let n = 0; n < 900; n += 1) receive(store, `p${String(n)}`, `text ${String(n)}`, start + n)
    const made = await exportTo(folder.dir, folder)
    let asked = 0
    const context = { ...running, isStopped: () => (asked += 1) > 2 }
    const first = await importFrom(made.folder, other, { context })
    expect(first.stopped).toBe(true)
    expect(first.imported).toBeGreaterThan(0)
    expect(first.imported).toBeLessThan(900)
    expect(here.messages.count()).toBe(first.imported)
    const rest = await importFrom(made.folder, other)
    expect(rest).toMatchObject({ imported: 900 - first.imported, there: first.imported, stopped: false })
  })
})

describe('an export that something is wrong with', () => {
  const changed = (line: string, parts: Record<string, unknown>): string =>
    JSON.stringify({ ...(JSON.parse(line) as object), ...parts })

  it.each<[string, (line: string) => string]>([
    ['no JSON', () => '{"id":'],
    ['another thing', () => '[1,2]'],
    ['a time that is no number', (line) => changed(line, { at: { ms: 'soon' } })],
    ['a time that is not whole', (line) => changed(line, { at: { ms: 1.5 } })],
    ['a time out of all years', (line) => changed(line, { at: { ms: 9e15 } })],
    ['an id that is none', (line) => changed(line, { id: '../../x' })],
    ['a number that is text', (line) => changed(line, { numberId: '84848484' })],
    ['a number that is not in the first line', (line) => changed(line, { numberId: 7 })],
    ['a number that is none', (line) => line.replace(/"numberId":\d+/, '"numberId":1e400')],
    ['a person that is no phone', (line) => changed(line, { peer: 'ACME' })],
    ['a state that is none', (line) => changed(line, { state: 'queued' })],
    ['a text that is none', (line) => changed(line, { body: { toString: 'x' } })],
    ['a text that is too long', (line) => changed(line, { body: 'x'.repeat(300_001) })],
    ['a line that is too long', (line) => changed(line, { more: 'x'.repeat(longestLine) })],
    ['truth that is a number', (line) => changed(line, { verified: 1 })],
    ['photos that are none', (line) => changed(line, { photos: ['https://example.com'] })],
    ['too many photos', (line) => changed(line, { photos: Array(101).fill({ url: 'x' }) })],
    ['nothing', () => 'null'],
  ])('counts and names a line with %s, and reads the others', async (_, change) => {
    for (const n of [0, 1, 2]) receive(store, `p${String(n)}`, `text ${String(n)}`, start + n)
    const made = await exportTo(folder.dir, folder)
    edit(made.folder, ([head = '', a = '', b = '', c = '']) => [head, a, change(b), c])
    const counts = await importFrom(made.folder, other)
    expect(counts).toMatchObject({ imported: 2, unreadable: 1, lines: [3], missing: 0 })
    expect(bodiesOf(here)).toEqual(['text 0', 'text 2'])
  })

  it('tells how many lines a copy lost, and does not stop at a broken sign', async () => {
    for (const n of [0, 1, 2]) receive(store, `p${String(n)}`, `text ${String(n)}`, start + n)
    const made = await exportTo(folder.dir, folder)
    const whole = readFileSync(path(made.folder))
    const cut = whole.subarray(0, whole.lastIndexOf('"text 2"'))
    writeFileSync(path(made.folder), Buffer.concat([cut, Buffer.from([0xff, 0xfe])]))
    expect(await importFrom(made.folder, other)).toMatchObject({
      imported: 2,
      unreadable: 1,
      lines: [4],
      missing: 0,
    })
    edit(made.folder, (lines) => lines.slice(0, 2))
    expect(await importFrom(made.folder, other)).toMatchObject({ imported: 0, there: 1, missing: 2 })
  })

  it('gives one conversation id to no more than one person', async () => {
    receive(store, 'a', 'one')
    receive(store, 'b', 'two', start + 1)
    const made = await exportTo(folder.dir, folder)
    edit(made.folder, ([head = '', a = '', b = '']) => [head, a, changed(b, { peer: '+13023060002' })])
    expect(await importFrom(made.folder, other)).toMatchObject({ imported: 2 })
    const { items } = here.conversations.list('', undefined, 9)
    expect(items.map(({ peer }) => peer)).toEqual(['+13023060002', customer])
    expect(new Set(items.map(({ id }) => id)).size).toBe(2)
  })

  it.each<[string, (made: string) => void, string]>([
    ['is empty', (made) => writeFileSync(path(made), ''), 'import.notAnExport'],
    ['is something else', (made) => writeFileSync(path(made), '{"a":1}\n'), 'import.notAnExport'],
    [
      'is of a later version',
      (made) => edit(made, ([head = '']) => [changed(head, { version: 2 })]),
      'import.newer',
    ],
    [
      'has numbers that are none',
      (made) => edit(made, ([head = '']) => [changed(head, { numbers: {} })]),
      'import.notAnExport',
    ],
    [
      'is a folder',
      (made) => (renameSync(path(made), `${made}/x`), mkdirSync(path(made))),
      'import.notAnExport',
    ],
    [
      'is a link',
      (made) => (renameSync(path(made), `${made}/x`), symlinkSync(`${made}/x`, path(made))),
      'import.notAnExport',
    ],
    ['is not there', (made) => renameSync(path(made), `${made}/x`), 'import.notAnExport'],
  ])('is refused when messages.jsonl %s', async (_, change, code) => {
    receive(store, 'a', 'Hello')
    const made = await exportTo(folder.dir, folder)
    change(made.folder)
    await expect(importFrom(made.folder, other)).rejects.toMatchObject({ code })
    expect(here.messages.count()).toBe(0)
  })

  it('reads photos from its own folder only, and no links', async () => {
    const made = (await exportTo(folder.dir, folder)).folder
    const id = crypto.randomUUID()
    writeFileSync(join(made, `media/${id}-1.jpg`), 'a photo')
    writeFileSync(join(made, 'secret.txt'), 'secret')
    symlinkSync(join(made, 'secret.txt'), join(made, `media/${id}-2.jpg`))
    mkdirSync(join(made, `media/${id}-3.jpg`))
    const reader = readExportFolder(made)
    const photo = (name: string) => reader.photo(name)?.toString()
    expect(photo(`media/${id}-1.jpg`)).toBe('a photo')
    for (const name of [
      `media/${id}-2.jpg`,
      `media/${id}-3.jpg`,
      `media/${id}-4.jpg`,
      '../tern.db',
      'media/../secret.txt',
      `media/../media/${id}-1.jpg`,
      '/etc/passwd',
      'secret.txt',
      `media\\${id}-1.jpg`,
    ])
      expect(photo(name)).toBeUndefined()
    renameSync(join(made, 'media'), join(made, 'elsewhere'))
    symlinkSync(join(made, 'elsewhere'), join(made, 'media'))
    expect(photo(`media/${id}-1.jpg`)).toBeUndefined()
    reader.close()
  })
})
