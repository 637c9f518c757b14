import { rmSync } from 'node:fs'
import fc from 'fast-check'
import { afterEach, expect, it } from 'vitest'
import { verifyLedger } from '../../../../electron/store/verify-ledger.ts'
import type { Store } from '../../../../electron/store/store.ts'
import { exportTo, importFrom, linesOf, running } from '../../../fixtures/exports.ts'
import {
  arrival,
  draft,
  newStore,
  openAt,
  ourNumber,
  start,
  status,
  storeKey,
  testFolder,
  text,
} from '../../../fixtures/store.ts'

const undo: (() => void)[] = []
afterEach(() => {
  for (const one of undo.splice(0)) one()
})

const peers = ['+13023060001', '+972501234567', '24273']
const minute = 60_000

/** Something that happens to a store; made of plain numbers so that it shrinks well. */
const happening = fc.oneof(
  fc.record({
    kind: fc.constant('in' as const),
    peer: fc.constantFrom(...peers),
    body: fc.string({ unit: 'binary', maxLength: 30 }),
    verified: fc.boolean(),
    id: fc.nat(8),
    photo: fc.boolean(),
  }),
  fc.record({
    kind: fc.constant('out' as const),
    peer: fc.constantFrom(...peers),
    body: fc.string({ unit: 'binary-ascii', maxLength: 30 }),
    end: fc.constantFrom('queued', 'claimed', 'accepted', 'failed', 'unknown', 'later'),
    again: fc.boolean(),
  }),
  fc.record({
    kind: fc.constant('status' as const),
    id: fc.nat(8),
    word: fc.constantFrom('sent', 'delivered', 'undelivered', 'carrier_hold'),
  }),
  fc.record({
    kind: fc.constant('name' as const),
    nth: fc.nat(3),
    name: fc.string({ unit: 'grapheme', maxLength: 10 }),
  }),
  fc.record({ kind: fc.constant('done' as const), nth: fc.nat(5) }),
)

type Happening = typeof happening extends fc.Arbitrary<infer T> ? T : never

function happen(store: Store, all: readonly Happening[]): void {
  const sent: string[] = []
  all.forEach((one, n) => {
    const at = start + n * minute
    if (one.kind === 'in') {
      const mediaUrls = one.photo ? ['https://example.com/a.png'] : []
      const event = text(`in-${String(one.id)}`, one.body, { peer: one.peer, mediaUrls, providerAt: at - 7 })
      store.messages.receive(arrival(event, { at, verified: one.verified }))
    } else if (one.kind === 'out') {
      const { message } = store.outbox.queue(draft(one.body, { to: one.peer }), at)
      sent.push(message.id)
      if (one.end === 'queued') return
      store.outbox.claim(message.id, at + 1, 1)
      if (one.end === 'accepted') {
        const providerId = `out-${String(sent.length)}`
        store.outbox.settle(message.id, { kind: 'accepted', providerId, providerStatus: 'pending' }, at + 2)
      } else if (one.end === 'failed' || one.end === 'unknown') {
        const error = { code: 'aircall.trouble', detail: { status: 500 } } as const
        store.outbox.settle(message.id, { kind: one.end, error }, at + 2)
        if (one.again) store.outbox.requeue(message.id)
      } else if (one.end === 'later') {
        const error = { code: 'aircall.unreachable', detail: {} } as const
        store.outbox.settle(message.id, { kind: 'later', error, notBefore: at + 9 }, at + 2)
      }
    } else if (one.kind === 'status') {
      store.messages.receive(arrival(status(`out-${String(one.id)}`, one.word, { providerAt: at }), { at }))
    } else if (one.kind === 'name') {
      const conversation = store.conversations.list('', undefined, 10).items[one.nth]
      if (conversation !== undefined) store.conversations.setName(conversation.id, one.name)
    } else {
      const item = store.messages.notifications('all', '', undefined, 10).items[one.nth]
      if (item !== undefined) store.messages.setDone(item.message.id, true)
    }
  })
}

/** What an import makes of a line: seen, and nothing waits to be sent. */
function asImported(line: Record<string, unknown>): Record<string, unknown> {
  const waiting = line['state'] === 'queued' || line['state'] === 'claimed'
  const error = { code: 'import.mayHaveBeenSent', detail: {} }
  return { ...line, read: true, ...(waiting ? { state: 'unknown', error } : {}) }
}

it('an export of what was imported is the export it came from', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(happening, { maxLength: 14 }), async (all) => {
      const { store, folder } = newStore(true)
      const other = testFolder(true)
      undo.push(folder.remove, other.remove)
      try {
        happen(store, all)
        const first = await exportTo(folder.dir, folder)
        openAt(other.path).close()
        const counts = await importFrom(first.folder, other)
        expect(counts).toMatchObject({ imported: first.messages, there: 0, unreadable: 0, missing: 0 })
        const second = await exportTo(other.dir, other)
        expect(linesOf(second.folder)).toEqual(linesOf(first.folder).map(asImported))

        // Once more changes nothing, in neither store.
        for (const place of [other, folder]) {
          expect(await importFrom(first.folder, place)).toMatchObject({ imported: 0, there: first.messages })
        }
        const third = await exportTo(other.dir, other)
        expect(linesOf(third.folder)).toEqual(linesOf(second.folder))
        expect(verifyLedger({ path: other.path, key: storeKey }, running).broken).toBeUndefined()
        const imported = openAt(other.path)
        expect(imported.messages.unread()).toBe(0)
        expect(imported.outbox.due(start + 1000 * minute)).toBeUndefined()
        expect(imported.numbers.list()).toEqual(first.messages > 0 ? [ourNumber] : [])
        imported.close()
      } finally {
        store.close()
        for (const dir of [folder.dir, other.dir]) rmSync(dir, { recursive: true, force: true })
      }
    }),
    { numRuns: 60 },
  )
}, 120_000)
