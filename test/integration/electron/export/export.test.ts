import { mkdirSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import Papa from 'papaparse'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Store } from '../../../../electron/store/store.ts'
import { exportTo, fileOf, filesOf, linesOf, running } from '../../../fixtures/exports.ts'
import {
  arrival,
  customer,
  draft,
  newStore,
  ourNumber,
  start,
  text,
  type TestFolder,
} from '../../../fixtures/store.ts'

let store: Store
let folder: TestFolder
let out: string
beforeEach(() => {
  ;({ store, folder } = newStore(true))
  out = join(folder.dir, 'picked')
  mkdirSync(out)
})
afterEach(() => {
  store.close()
  folder.remove()
})

const receive = (id: string, body: string, at = start, peer = customer) =>
  store.messages.receive(arrival(text(id, body, { peer }), { at }))
const csvOf = (made: string, name: string) => {
  const written = fileOf(made, name)
  expect(written.startsWith('\uFEFF')).toBe(true)
  const { data, errors } = Papa.parse<Record<string, string>>(written.slice(1), {
    header: true,
    skipEmptyLines: true,
  })
  expect(errors).toEqual([])
  return data
}
/** Fails where a tag of a page is not closed in its place. */
function expectWellFormed(written: string): void {
  const open: string[] = []
  for (const [, closing, tag = ''] of written.matchAll(/<(\/?)([a-z][a-z0-9]*)\b[^>]*>/g)) {
    if (['meta', 'link', 'img'].includes(tag)) continue
    if (closing === '') open.push(tag)
    else expect(open.pop()).toBe(tag)
  }
  expect(open).toEqual([])
}
const hour = 3_600_000
const day = 24 * hour

const odd = [
  'Grüße 👩‍👩‍👧‍👦 und 🇺🇸',
  'שלום, מה שלומך? OK',
  'a\0b\u0007 and \ud800 alone',
  '<script>alert(1)</script><img src=x onerror=alert(2)>',
  '"; DROP TABLE messages; --',
  `=HYPERLINK("http://evil.example","x")\nand more`,
  '\u2028line\r\nbreaks\n\n',
  'x'.repeat(1600),
  '\uFDD00041 looks stored',
]

describe('an export', () => {
  it('has every text as it was', async () => {
    odd.forEach((body, n) => receive(`p${String(n)}`, body, start + n * 60_000))
    const made = await exportTo(out, folder)
    expect(made).toMatchObject({ messages: odd.length, conversations: 1, photos: 0 })
    expect(linesOf(made.folder).map(({ body }) => body)).toEqual(odd)
    const [line] = linesOf(made.folder)
    expect(line).toMatchObject({
      number: ourNumber.e164,
      numberId: ourNumber.id,
      peer: customer,
      direction: 'inbound',
      state: 'received',
      providerId: 'p0',
      at: { iso: '2026-01-05T09:00:00.000Z', ms: start },
    })
  })

  it('runs nothing in a browser or a spreadsheet', async () => {
    odd.forEach((body, n) => receive(`p${String(n)}`, body, start + n * 60_000))
    const conversation = store.conversations.list('', undefined, 1).items[0]
    store.conversations.setName(conversation?.id ?? '', '<b>=1+1</b>')
    const made = await exportTo(out, folder)
    const pages = filesOf(made.folder).filter((name) => name.endsWith('.html'))
    expect(pages).toEqual(['conversations/0001.html', 'index.html'])
    for (const page of pages.map((name) => fileOf(made.folder, name))) {
      expect(page).not.toMatch(/<script|<img|<b>|onerror=alert\(2\)>/i)
      expectWellFormed(page)
      expect(page).toContain(`content="default-src &#39;none&#39;;`)
    }
    expect(fileOf(made.folder, 'conversations/0001.html')).toContain('&lt;script&gt;alert(1)&lt;/script&gt;')
    expect(fileOf(made.folder, 'index.html')).toMatch(/<tbody>\n<tr>/)
    const rows = csvOf(made.folder, 'messages.csv')
    expect(rows).toHaveLength(odd.length)
    for (const cell of rows.flatMap((row) => Object.values(row))) expect(cell).not.toMatch(/^[=+\-@\t\r\n]/)
    expect(rows[5]?.['text']).toBe(`'${odd[5] ?? ''}`)
    expect(rows[7]?.['text']).toBe(odd[7])
    expect(rows[0]).toMatchObject({ local_time: '2026-01-05 01:00:00', utc_time: '2026-01-05T09:00:00.000Z' })
    expect(csvOf(made.folder, 'conversations.csv')).toMatchObject([
      { messages: '9', received: '9', sent: '0', page: 'conversations/0001.html' },
    ])
  })

  it("has a sent text's states and the provider's words", async () => {
    const { message } = store.outbox.queue(
      draft('On our way', { mediaUrls: ['https://example.com/x.png'] }),
      start,
    )
    store.outbox.claim(message.id, start + 1, 1)
    const answer = {
      kind: 'accepted',
      providerId: 'A1',
      providerStatus: 'pending',
      providerAt: start + 2,
    } as const
    store.outbox.settle(message.id, answer, start + 3)
    const made = await exportTo(out, folder)
    expect(linesOf(made.folder)).toMatchObject([
      {
        id: message.id,
        state: 'accepted',
        attempt: 1,
        claimedAt: { ms: start + 1 },
        providerIds: [{ id: 'A1', source: 'answer', attempt: 1 }],
        statuses: [
          { id: 'A1', word: 'pending', answer: true, at: { ms: start + 3 }, providerAt: { ms: start + 2 } },
        ],
        photos: [{ url: 'https://example.com/x.png' }],
      },
    ])
    expect(csvOf(made.folder, 'messages.csv')).toMatchObject([
      {
        state: 'accepted',
        provider_status: 'pending',
        provider_id: 'A1',
        photo_addresses: 'https://example.com/x.png',
      },
    ])
  })

  it('is for its owner only, and nothing is beside it', async () => {
    receive('p', 'Hello')
    const made = await exportTo(out, folder)
    expect(readdirSync(out)).toEqual(['Tern export 2026-01-05 01.00.00'])
    expect(made.folder).toBe(join(out, 'Tern export 2026-01-05 01.00.00'))
    const mode = (name: string) => statSync(join(made.folder, name)).mode & 0o777
    expect(mode('.')).toBe(0o700)
    for (const name of filesOf(made.folder)) expect(mode(name)).toBe(name.includes('.') ? 0o600 : 0o700)
    // Another within the same second goes beside it.
    const again = await exportTo(out, folder)
    expect(again.folder).toBe(`${made.folder} 2`)
  })

  it('holds one conversation, or the days that were asked for, in the zone of the user', async () => {
    // 5 January 01:00 in Los Angeles; the day there ends at 08:00 UTC.
    receive('a', 'last of the 4th', start - hour - 1)
    receive('b', 'first of the 5th', start - hour)
    receive('c', 'last of the 5th', start - hour + day - 1)
    receive('d', 'first of the 6th', start - hour + day)
    receive('e', 'somebody else', start, '+13023060002')
    const bodies = async (wish: Parameters<typeof exportTo>[2]) =>
      linesOf((await exportTo(out, folder, wish)).folder).map(({ body }) => body)
    const [mine] = store.conversations.list(customer, undefined, 1).items
    const conversationId = mine?.id ?? ''
    expect(await bodies({ conversationId })).toHaveLength(4)
    const inDay = { from: '2026-01-05', to: '2026-01-05' }
    expect(await bodies({ conversationId, ...inDay })).toEqual(['first of the 5th', 'last of the 5th'])
    expect(await bodies(inDay)).toHaveLength(3)
    expect(await bodies({ from: '2026-01-06' })).toEqual(['first of the 6th'])
    expect(await bodies({ to: '2026-01-04' })).toEqual(['last of the 4th'])
    const none = await exportTo(out, folder, { from: '2030-01-01' })
    expect(none).toMatchObject({ messages: 0, conversations: 0 })
    expect(fileOf(none.folder, 'index.html')).toContain('0 messages')
    await expect(exportTo(out, folder, { conversationId: crypto.randomUUID() })).rejects.toMatchObject({
      code: 'app.notFound',
    })
  })

  it('has more pages when a conversation is long', async () => {
    for (let n = 0; n < 1001; n += 1) receive(`p${String(n)}`, `text ${String(n)}`, start + n * 60_000)
    const made = await exportTo(out, folder)
    expect(filesOf(join(made.folder, 'conversations'))).toEqual(['0001-2.html', '0001-3.html', '0001.html'])
    const [first = '', second = '', third = ''] = ['0001', '0001-2', '0001-3'].map((name) =>
      fileOf(made.folder, `conversations/${name}.html`),
    )
    expect([first, second, third].map((page) => page.split('<article').length - 1)).toEqual([500, 500, 1])
    for (const page of [first, second, third]) expectWellFormed(page)
    expect(first).toMatch(/<main>\n<h2>/)
    expect(first).toContain('<a href="0001-2.html">After</a>')
    expect(third).toContain('Page 3 of 3')
    expect(third).toContain('>text 1000<')
    expect(linesOf(made.folder)).toHaveLength(1001)
  })

  it('is of one moment: what comes meanwhile is not in it, and is stored', async () => {
    for (let n = 0; n < 600; n += 1) receive(`p${String(n)}`, 'before', start + n)
    let more = 0
    const context = {
      ...running,
      report: () => void receive(`late${String((more += 1))}`, 'meanwhile', start + day),
    }
    const made = await exportTo(out, folder, {}, context)
    expect(made.messages).toBe(600)
    expect(more).toBeGreaterThan(1)
    expect(linesOf(made.folder).map(({ body }) => body)).not.toContain('meanwhile')
    expect(store.messages.count()).toBe(600 + more)
  })
})

describe('an export that does not come to its end', () => {
  const fill = (): void => {
    for (let n = 0; n < 600; n += 1) receive(`p${String(n)}`, 'text', start + n)
  }

  it('leaves nothing when it is stopped', async () => {
    fill()
    const seen: string[] = []
    const context = { report: () => void seen.push(...readdirSync(out)), isStopped: () => seen.length > 0 }
    await expect(exportTo(out, folder, {}, context)).rejects.toMatchObject({ code: 'work.stopped' })
    // It was there under another name.
    expect(seen).toEqual(['Tern export 2026-01-05 01.00.00 (unfinished)'])
    expect(readdirSync(out)).toEqual([])
    store.conversations.setName(store.conversations.list('', undefined, 1).items[0]?.id ?? '', 'Kim')
  })

  it('leaves nothing when it cannot be written', async () => {
    fill()
    // Something is in the way of its second page.
    const inTheWay = () => join(out, readdirSync(out)[0] ?? '', 'conversations/0001-2.html')
    const context = { ...running, report: () => void mkdirSync(inTheWay(), { recursive: true }) }
    await expect(exportTo(out, folder, {}, context)).rejects.toMatchObject({ code: 'export.failed' })
    expect(readdirSync(out)).toEqual([])
  })

  it('says that the folder is gone or takes no files', async () => {
    fill()
    await expect(exportTo(join(out, 'gone'), folder)).rejects.toMatchObject({ code: 'export.failed' })
    await expect(exportTo(folder.path, folder)).rejects.toMatchObject({ code: 'export.failed' })
  })
})
