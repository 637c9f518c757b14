/**
 * What the first window needs before the store is open: where windows were, and the theme. A small file of its own;
 * nothing in it is about texts.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import * as v from 'valibot'
import { themes, type Settings } from '../../shared/model/settings.ts'
import type { Log } from '../ports.ts'
import { Bounds } from './bounds.ts'
import type { WindowKind } from './page-address.ts'

const State = v.object({
  theme: v.fallback(v.picklist(themes), 'system'),
  main: v.fallback(v.optional(Bounds), undefined),
  compose: v.fallback(v.optional(Bounds), undefined),
})
type State = v.InferOutput<typeof State>

export interface DesktopState {
  readonly theme: () => Settings['theme']
  readonly saveTheme: (theme: Settings['theme']) => void
  readonly bounds: (kind: WindowKind) => Bounds | undefined
  readonly saveBounds: (kind: WindowKind, bounds: Bounds) => void
}

export function createDesktopState(path: string, log: Log): DesktopState {
  let state: State = read(path)

  function save(change: Partial<State>): void {
    state = { ...state, ...change }
    try {
      writeFileSync(path, JSON.stringify(state), { mode: 0o600 })
    } catch (thrown) {
      // Only comfort is lost.
      log.error('desktop state: not written', thrown)
    }
  }

  return {
    theme: () => state.theme,
    saveTheme(theme) {
      if (theme !== state.theme) save({ theme })
    },
    bounds: (kind) => state[kind],
    saveBounds: (kind, bounds) => save({ [kind]: bounds }),
  }
}

function read(path: string): State {
  let text = '{}'
  try {
    text = readFileSync(path, 'utf8')
  } catch {
    // The first start: there is none yet, and the defaults are what it would say.
  }
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), State), text)
  return parsed.success ? parsed.output : v.parse(State, {})
}
