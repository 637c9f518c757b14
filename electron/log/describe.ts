/** What the log says of an error: enough to find the place, nothing that somebody typed or received. Pure. */
import { TernError } from '../../shared/errors.ts'

/** Lines of the stack that are kept. */
const frames = 4
/** Errors inside errors that are followed. */
const depth = 4

/** Only the places of a stack: its first lines repeat the message. */
function placesOf(error: Error): string[] {
  return (error.stack ?? '')
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .slice(0, frames)
    .map((line) => line.trim())
}

/**
 * An error's message is kept only when the system or SQLite made it (it has a code): others may quote what they
 * choked on, which may be a text or a key.
 */
function lineOf(error: Error): string {
  if (error instanceof TernError) return `${error.code} ${JSON.stringify(error.detail)}`
  const code =
    'code' in error && (typeof error.code === 'string' || typeof error.code === 'number')
      ? error.code
      : undefined
  return code === undefined ? error.name : `${error.name} ${code}: ${error.message}`
}

/** One or more lines on anything thrown, with its causes. */
export function describeError(thrown: unknown): string {
  const lines: string[] = []
  let next: unknown = thrown
  for (let i = 0; i < depth && next instanceof Error; i++) {
    lines.push(`${i === 0 ? '' : 'because of '}${lineOf(next)}`)
    if (!(next instanceof TernError) || next.code === 'app.internal') lines.push(...placesOf(next))
    next = next.cause
  }
  return lines.length === 0 ? `thrown: ${typeof thrown}` : lines.join('\n    ')
}
