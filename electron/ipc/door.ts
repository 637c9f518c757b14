/**
 * The one door between the pages and the main process. Every call of the contract comes through here, and only
 * here: the sender is checked, the argument is parsed, and the answer is a value, never a thrown error.
 */
import * as v from 'valibot'
import { channelOf, contract, type Contract } from '../../shared/contract.ts'
import type { Caller, Emit, Handlers, Result } from '../../shared/contract-sides.ts'
import { TernError, toErrorValue, type ErrorValue } from '../../shared/errors.ts'
import type { Log } from '../ports.ts'

type AnySchema = v.GenericSchema<unknown, unknown>
type Piece =
  | { readonly kind: 'call'; readonly takes: AnySchema; readonly gives: AnySchema }
  | { readonly kind: 'event'; readonly carries: AnySchema }
type AnyHandler = (arg: unknown, caller: Caller) => unknown

/** What the door reads of Electron's invoke event. */
export interface DoorEvent {
  readonly sender: { readonly id: number }
}

/** The half of Electron's `ipcMain` that the door uses. */
export interface IpcMainLike<E extends DoorEvent> {
  readonly handle: (channel: string, listener: (event: E, ...args: unknown[]) => Promise<unknown>) => void
  readonly removeHandler: (channel: string) => void
}

export interface DoorNeeds<E extends DoorEvent> {
  readonly ipcMain: IpcMainLike<E>
  /** Whether the call comes from the main frame of one of our windows, at our own origin. */
  readonly isTrusted: (event: E) => boolean
  /** Told of every refusal and failure. */
  readonly onError?: (error: ErrorValue) => void
  readonly log: Log
}

const pieces = (): [subject: string, name: string, piece: Piece][] =>
  Object.entries(contract).flatMap(([subject, part]) =>
    Object.entries(part).map(([name, piece]): [string, string, Piece] => [subject, name, piece as Piece]),
  )

/** Where the parsing failed, without what was there: the value may be a text or a key. */
function failedPaths(issues: readonly v.BaseIssue<unknown>[]): string {
  return issues.map((issue) => v.getDotPath(issue) ?? '(whole)').join(', ')
}

function parseArgument(schema: AnySchema, args: readonly unknown[]): unknown {
  if (args.length > 1) throw new TernError('app.badArguments')
  const parsed = v.safeParse(schema, args[0])
  // The issues hold what was typed, so they go nowhere.
  if (!parsed.success) throw new TernError('app.badArguments')
  return parsed.output
}

/**
 * Brings a value into the shape that the contract promises, so that nothing but the named fields crosses the
 * border. A value that only fails a check (such as a number of unusual form) still goes through, with a line in
 * the log: one odd row must not hide a whole list.
 */
function shape(schema: AnySchema, value: unknown, what: string, log: Log): unknown {
  if (schema.type === 'void') return undefined
  const parsed = v.safeParse(schema, value)
  if (parsed.success) return parsed.output
  const facts = { what, paths: failedPaths(parsed.issues) }
  if (!parsed.typed) throw new Error(`not what the contract promises: ${facts.what} at ${facts.paths}`)
  log.warn('a value fails a check of the contract', facts)
  return parsed.output
}

/**
 * Answers every call of the contract with its handler.
 * @returns closes the door again: no call is answered any more
 */
export function serve<E extends DoorEvent>(
  handlers: Handlers,
  { ipcMain, isTrusted, onError, log }: DoorNeeds<E>,
): () => void {
  const channels: string[] = []
  const table = handlers as unknown as Readonly<Record<string, Readonly<Record<string, AnyHandler>>>>

  for (const [subject, name, piece] of pieces()) {
    if (piece.kind !== 'call') continue
    const handler = table[subject]?.[name]
    if (handler === undefined) throw new Error(`no handler for ${subject}.${name}`)
    const what = `${subject}.${name}`

    const answer = async (event: E, args: readonly unknown[]): Promise<Result<unknown>> => {
      try {
        if (!isTrusted(event)) {
          log.warn('refused a call from a page that is not ours', { call: what })
          throw new TernError('app.notAllowed')
        }
        const arg = parseArgument(piece.takes, args)
        const value = await handler(arg, { windowId: event.sender.id })
        return { ok: true, value: shape(piece.gives, value, what, log) }
      } catch (thrown) {
        if (!(thrown instanceof TernError) || thrown.code === 'app.internal') {
          log.error(`call ${what} failed`, thrown)
        }
        const error = toErrorValue(thrown)
        onError?.(error)
        return { ok: false, error }
      }
    }

    const channel = channelOf(subject, name)
    ipcMain.handle(channel, (event, ...args) => answer(event, args))
    channels.push(channel)
  }

  return () => {
    for (const channel of channels) ipcMain.removeHandler(channel)
  }
}

/** A page that events are sent to; Electron's `WebContents` is one. */
export interface Page {
  readonly isDestroyed: () => boolean
  readonly send: (channel: string, payload: unknown) => void
}

/**
 * Makes the events of the contract: `emit.messages.changed(message)` reaches every page that `pages` names at
 * that moment. With no page it does nothing; a payload that breaks the contract is logged and not sent.
 */
export function createEmit(pages: () => Iterable<Page>, log: Log): Emit {
  const emit: Record<string, Record<string, (payload: unknown) => void>> = {}
  for (const subject of Object.keys(contract) as (keyof Contract)[]) emit[subject] = {}

  for (const [subject, name, piece] of pieces()) {
    const part = emit[subject]
    if (piece.kind !== 'event' || part === undefined) continue
    const channel = channelOf(subject, name)
    part[name] = (payload) => {
      const open = [...pages()].filter((page) => !page.isDestroyed())
      if (open.length === 0) return
      try {
        const shaped = shape(piece.carries, payload, `${subject}.${name}`, log)
        for (const page of open) page.send(channel, shaped)
      } catch (thrown) {
        log.error(`event ${subject}.${name} was not sent`, thrown)
      }
    }
  }
  return emit as unknown as Emit
}
