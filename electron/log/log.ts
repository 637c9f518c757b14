/** The log: a file in the data folder, at most two of 1 MB, with secrets taken out where it is written. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
// The `node` build: the `main` one opens a channel of its own to every page, past our door.
import electronLog from 'electron-log/node'
import { redact } from '../../shared/core/redact.ts'
import type { Log } from '../ports.ts'
import { describeError } from './describe.ts'

export interface LogNeeds {
  /** Folder for the files; made if need be, readable by the user only. */
  readonly dir: string
  /** Also writes to the terminal, for development. */
  readonly terminal?: boolean
}

const fileName = 'tern.log'
/** The files of the log, the older one first; electron-log names it so when the newer one is full. */
export const logFiles = ['tern.old.log', fileName] as const
const fileLimit = 1024 * 1024

type Facts = Readonly<Record<string, unknown>>

function factsText(facts: Facts | undefined): string {
  if (facts === undefined) return ''
  try {
    return ` ${JSON.stringify(facts)}`
  } catch (thrown) {
    // A fact that is no plain value (a cycle, a bigint): the line itself still counts.
    return ` (facts cannot be written: ${describeError(thrown)})`
  }
}

/** Makes the log. Never throws when it writes: a full disk must not stop a text. */
export function createLog({ dir, terminal = false }: LogNeeds): Log {
  mkdirSync(dir, { recursive: true, mode: 0o700 })
  const logger = electronLog.create({ logId: dir })
  const { file, console: out } = logger.transports
  for (const transport of Object.values(logger.transports)) {
    // Those that would carry a line elsewhere; some are not there in this build.
    if (transport && transport !== file && transport !== out) transport.level = false
  }
  out.level = terminal ? 'debug' : false
  out.format = '[{level}] {text}'
  file.level = 'info'
  file.format = '{iso} [{level}] {text}'
  file.maxSize = fileLimit
  file.writeOptions = { flag: 'a', mode: 0o600, encoding: 'utf8' }
  file.resolvePathFn = () => join(dir, fileName)
  // The sink: whatever comes this way, by whatever path, is redacted just before it is written.
  logger.hooks.push((message) => ({
    ...message,
    data: message.data.map((part: unknown) => redact(typeof part === 'string' ? part : String(part))),
  }))

  return {
    info: (what, facts) => logger.info(what + factsText(facts)),
    warn: (what, facts) => logger.warn(what + factsText(facts)),
    error: (what, cause) => logger.error(cause === undefined ? what : `${what}: ${describeError(cause)}`),
  }
}
