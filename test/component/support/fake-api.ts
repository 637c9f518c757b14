/** A fake `window.tern`, derived from the contract: its calls are parsed with the same schemas as the real ones. */
import * as v from 'valibot'
import { contract } from '../../../shared/contract.ts'
import type { Emit, Handlers, PageApi, Result } from '../../../shared/contract-sides.ts'
import { toErrorValue, type ErrorValue } from '../../../shared/errors.ts'
import { createHandlers } from './handlers.ts'
import { sampleWorld, type World } from './world.ts'

type HandlerOverrides = { readonly [S in keyof Handlers]?: Partial<Handlers[S]> }

export interface FakeOptions {
  /** Parts of the sample world to replace. */
  readonly world?: Partial<World>
  /** Calls to answer otherwise. A handler throws `TernError` to refuse, or returns a promise that stays open. */
  readonly handlers?: HandlerOverrides
}

export interface FakeApi {
  readonly api: PageApi
  /** Tells every listener of the page, as the main process does. */
  readonly emit: Emit
  /** The state that the answers come from; may be changed at any time. */
  readonly world: World
  /** Every call so far: `['setup.useNumber', { numberId: 1 }]`. */
  readonly calls: readonly (readonly [name: string, arg: unknown])[]
  /** How many listeners an event has. */
  readonly listeners: (name: string) => number
}

type Handler = (arg: unknown, caller: { readonly windowId: number }) => unknown

/** Makes a fake main process. An answer that breaks the contract's schema throws: a fake must not drift. */
export function createFakeApi(options: FakeOptions = {}): FakeApi {
  const world: World = { ...sampleWorld(), ...options.world }
  const calls: [string, unknown][] = []
  const listeners = new Map<string, Set<(payload: unknown) => void>>()
  const api: Record<string, Record<string, unknown>> = {}
  const emit: Record<string, Record<string, unknown>> = {}

  const handlers = createHandlers(world, emit as unknown as Emit)

  function handlerOf(subject: string, name: string): Handler {
    const own = (handlers as unknown as Record<string, Record<string, Handler>>)[subject]?.[name]
    const other = (options.handlers as Record<string, Record<string, Handler>> | undefined)?.[subject]?.[name]
    const handler = other ?? own
    if (handler === undefined) throw new Error(`the fake has no handler for ${subject}.${name}`)
    return handler
  }

  async function answer(
    subject: string,
    name: string,
    takes: v.GenericSchema,
    gives: v.GenericSchema,
    arg: unknown,
  ): Promise<Result<unknown>> {
    calls.push([`${subject}.${name}`, arg])
    const parsed = v.safeParse(takes, arg)
    const badArguments: ErrorValue = { code: 'app.badArguments', detail: {} }
    if (!parsed.success) return { ok: false, error: badArguments }
    try {
      const value: unknown = await handlerOf(subject, name)(parsed.output, { windowId: 1 })
      // As over the real border, the page gets a copy.
      return { ok: true, value: structuredClone(v.parse(gives, value)) }
    } catch (thrown) {
      if (v.isValiError(thrown)) throw thrown
      return { ok: false, error: toErrorValue(thrown) }
    }
  }

  for (const [subject, parts] of Object.entries(contract)) {
    const apiPart: Record<string, unknown> = (api[subject] = {})
    const emitPart: Record<string, unknown> = (emit[subject] = {})
    for (const [name, part] of Object.entries(parts)) {
      if (part.kind === 'call') {
        apiPart[name] = (arg?: unknown) => answer(subject, name, part.takes, part.gives, arg)
        continue
      }
      const own = new Set<(payload: unknown) => void>()
      listeners.set(`${subject}.${name}`, own)
      apiPart[name] = (listener: (payload: unknown) => void) => {
        own.add(listener)
        return () => own.delete(listener)
      }
      emitPart[name] = (payload: unknown) => {
        const value: unknown = structuredClone(v.parse(part.carries, payload))
        for (const listener of [...own]) listener(value)
      }
    }
  }

  return {
    api: api as unknown as PageApi,
    emit: emit as unknown as Emit,
    world,
    calls,
    listeners: (name) => listeners.get(name)?.size ?? 0,
  }
}
