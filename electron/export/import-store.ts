/** The job behind *Import an export*: brings in what is not here yet, and changes nothing that is. */
import { setTimeout as sleep } from 'node:timers/promises'
import { TernError } from '../../shared/errors.ts'
import type { ImportCounts } from '../../shared/model/export.ts'
import { createBringIn } from '../store/bring-in.ts'
import { connect } from '../store/connection.ts'
import type { MessageRecord } from '../store/record.ts'
import { systemClock } from '../system-clock.ts'
import type { StoreAt } from '../work/check-store.ts'
import type { JobContext } from '../work/jobs.ts'
import { readHeaderLine, readMessageLine, type ExportHeader } from './format.ts'
import { createPhotoSink } from './photos.ts'
import { readExportFolder, type ExportLine, type ExportReader } from './read-folder.ts'

export interface StoreImport extends StoreAt {
  readonly folder: string
  /** Whether practice conversations may come in: they are deleted when practice mode is left. */
  readonly practice: boolean
}

export interface Imported extends ImportCounts {
  readonly stopped: boolean
}

/** Lines that are read before a transaction begins. */
const linesAtOnce = 200
/** So long a transaction may be under way before it is committed, milliseconds: what else is stored waits for it. */
const transactionMs = 5
/** Between two transactions, milliseconds at least: whoever waits gets his turn. */
const pauseMs = 10
/** So many lines that could not be read are named. */
const linesNamed = 20

/** Throws `TernError` `import.notAnExport`, `import.newer`, `import.failed`, or what the store throws. */
export async function importStore(args: StoreImport, context: JobContext): Promise<Imported> {
  const reader = readExportFolder(args.folder)
  try {
    const lines = reader.lines()
    const header = readHeader(lines)
    const db = connect(args.path, args.key)
    try {
      return await bringIn({ args, context, reader, lines, header, db })
    } finally {
      db.close()
    }
  } finally {
    reader.close()
  }
}

function readHeader(lines: Generator<ExportLine>): ExportHeader {
  const first = lines.next()
  const header =
    first.done === true || first.value.text === undefined ? 'none' : readHeaderLine(first.value.text)
  if (header === 'none') throw new TernError('import.notAnExport')
  if (header === 'newer') throw new TernError('import.newer')
  return header
}

async function bringIn(parts: {
  readonly args: StoreImport
  readonly context: JobContext
  readonly reader: ExportReader
  readonly lines: Generator<ExportLine>
  readonly header: ExportHeader
  readonly db: ReturnType<typeof connect>
}): Promise<Imported> {
  const { args, context, reader, lines, header, db } = parts
  const store = createBringIn(db, systemClock)
  const photos = createPhotoSink(db, args)
  const numbers = new Map(header.numbers.map((number) => [number.id, number]))
  const counts = {
    imported: 0,
    there: 0,
    deleted: 0,
    practice: 0,
    unreadable: 0,
    photos: 0,
    photosMissing: 0,
  }
  const named: number[] = []
  let seen = 0

  /** The next messages; `last` when there are no more. */
  const nextRecords = (): { readonly records: readonly MessageRecord[]; readonly last: boolean } => {
    const records: MessageRecord[] = []
    for (let n = 0; n < linesAtOnce; n += 1) {
      const line = lines.next()
      if (line.done === true) return { records, last: true }
      const { number, text } = line.value
      if (text?.trim() === '') continue
      seen += 1
      const record = text === undefined ? undefined : readMessageLine(text)
      const ours = record === undefined ? undefined : numbers.get(record.numberId)
      if (record === undefined || ours === undefined) {
        counts.unreadable += 1
        if (named.length < linesNamed) named.push(number)
      } else if (ours.practice && !args.practice) counts.practice += 1
      else records.push(record)
    }
    return { records, last: false }
  }

  /** As many as go into a transaction; answers how many those are. */
  const write = (records: readonly MessageRecord[], from: number): number =>
    db.transaction(() => {
      const end = performance.now() + transactionMs
      const touched = new Set<string>()
      let n = from
      do {
        const record = records[n]
        if (record === undefined) break
        const number = numbers.get(record.numberId)
        if (number !== undefined) store.number(number)
        const brought = store.message(record)
        counts[brought.kind] += 1
        if (brought.kind === 'imported') touched.add(brought.conversationId)
        n += 1
      } while (performance.now() < end)
      store.refresh(touched)
      return n - from
    })

  const result = (stopped: boolean): Imported => ({
    ...counts,
    lines: named,
    missing: stopped ? 0 : Math.max(0, header.messages - seen),
    stopped,
  })

  for (;;) {
    const { records, last } = nextRecords()
    for (let n = 0; n < records.length;) {
      if (context.isStopped()) return result(true)
      const begin = performance.now()
      n += write(records, n)
      await sleep(Math.max(pauseMs, performance.now() - begin))
    }
    for (const record of records.filter(hasPhotos)) {
      if (context.isStopped()) return result(true)
      const { kept, missing } = await photos.keep(record, reader.photo)
      counts.photos += kept
      counts.photosMissing += missing
    }
    context.report(reader.position(), reader.size)
    if (last) return result(false)
    if (context.isStopped()) return result(true)
  }
}

/** Whether the export has a file of a message's photos. */
const hasPhotos = ({ direction, photos }: MessageRecord): boolean =>
  direction === 'inbound' && photos.some(({ file }) => file !== undefined)
