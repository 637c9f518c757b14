import { toErrorValue, type ErrorValue } from '../../../shared/errors.ts'
import type { WayIn, Ways } from '../../../shared/model/reach.ts'
import { ask, type PageApi } from '../../lib/api.ts'

export interface WaysState {
  /** Whether the keychain has ngrok's token; undefined until that is known. */
  readonly hasToken: boolean | undefined
  readonly forcedHost: string | undefined
  readonly error: ErrorValue | undefined
  readonly load: () => Promise<void>
  /** Each throws what the main process refused. */
  readonly setToken: (token: string) => Promise<void>
  readonly forgetToken: () => Promise<void>
}

/** What the ways in still need, as the main process tells it. */
export function createWays(api: PageApi): WaysState {
  let now = $state.raw<Ways>()
  let error = $state.raw<ErrorValue>()

  const lacks = (way: WayIn): string | undefined => now?.ways.find((one) => one.way === way)?.needs

  async function load(): Promise<void> {
    error = undefined
    try {
      now = await ask(api.reach.ways())
    } catch (thrown) {
      error = toErrorValue(thrown)
    }
  }
  void load()

  return {
    get hasToken() {
      return now === undefined ? undefined : lacks('ngrok') === undefined
    },
    get forcedHost() {
      return now?.forcedHost
    },
    get error() {
      return error
    },
    load,
    async setToken(token) {
      now = await ask(api.reach.setNgrokToken({ token }))
    },
    async forgetToken() {
      now = await ask(api.reach.forgetNgrokToken())
    },
  }
}
