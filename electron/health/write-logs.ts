/** One file for whoever helps: the report, then Tern's own log, each line with what is private taken out once more. */
import { randomBytes } from 'node:crypto'
import { constants } from 'node:fs'
import { open, rename, rm, type FileHandle } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { redactLogLine } from '../../shared/core/redact-log.ts'
import { TernError } from '../../shared/errors.ts'
import { describeError } from '../log/describe.ts'
import { logFiles } from '../log/log.ts'

/** Of each log file its end, bytes. Tern's own are half as large at most. */
const mostBytes = 2 * 1024 * 1024
/** What is redacted and written in one go, so that nothing else has to wait for long. */
const pieceBytes = 16 * 1024

/**
 * Writes it, readable by this user only. It is whole or not there.
 * @throws TernError `logs.notSaved`
 */
export async function writeLogs(needs: {
  readonly path: string
  readonly report: string
  /** Folder of the log. */
  readonly logDir: string
}): Promise<void> {
  const { path, report, logDir } = needs
  const part = `${path}.${randomBytes(4).toString('hex')}.part`
  try {
    const file = await open(part, 'wx', 0o600)
    try {
      await file.write(report)
      for (const name of logFiles) {
        await file.write(`\nLOG ${name}\n`)
        await copyLog(join(logDir, name), file)
      }
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(part, path)
  } catch (thrown) {
    await rm(part, { force: true })
    throw new TernError('logs.notSaved', { folder: dirname(path) }, thrown)
  }
}

/** A log that cannot be read is said so in its place: the rest is worth having. */
async function copyLog(path: string, to: FileHandle): Promise<void> {
  let from: FileHandle | undefined
  try {
    from = await openPlain(path)
  } catch (thrown) {
    await to.write(`(not read: ${redactLogLine(describeError(thrown)).split('\n', 1)[0] ?? ''})\n`)
    return
  }
  if (from === undefined) return void (await to.write('(none)\n'))
  try {
    await copyLines(from, to)
  } finally {
    await from.close()
  }
}

/** Opens a file that is one: neither a link, nor a device that would never end. Undefined where there is none. */
async function openPlain(path: string): Promise<FileHandle | undefined> {
  const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = constants as Partial<typeof constants>
  let file: FileHandle
  try {
    file = await open(path, (O_RDONLY ?? 0) | (O_NOFOLLOW ?? 0) | (O_NONBLOCK ?? 0))
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT') return undefined
    throw thrown
  }
  if ((await file.stat()).isFile()) return file
  await file.close()
  throw new TernError('app.notAllowed')
}

async function copyLines(from: FileHandle, to: FileHandle): Promise<void> {
  const { size } = await from.stat()
  if (size === 0) return
  const start = Math.max(0, size - mostBytes)
  // What is written meanwhile is not waited for.
  const input = from.createReadStream({ start, end: size - 1, autoClose: false, highWaterMark: pieceBytes })
  let isFirst = true
  let text = ''
  for await (const line of createInterface({ input, crlfDelay: Infinity })) {
    // Cut in its middle, a secret in it could not be told for one.
    if (!isFirst || start === 0) text += `${redactLogLine(line)}\n`
    isFirst = false
    if (text.length < pieceBytes) continue
    await to.write(text)
    text = ''
  }
  await to.write(text)
}
