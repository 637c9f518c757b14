import { toErrorValue, type ErrorValue } from '../../shared/errors.ts'
import type { Gap } from '../../shared/model/gap.ts'
import { ask, type PageApi } from './api.ts'

export interface OpenGap {
  /** The newest gap, when it is not over. */
  readonly now: Gap | undefined
  readonly error: ErrorValue | undefined
  /** Asks for it again, after an error. */
  readonly load: () => Promise<void>
}

/** Since when replies cannot surely reach this computer. To be made while a component is: it listens as long. */
export function createOpenGap(api: PageApi): OpenGap {
  let newest = $state.raw<Gap>()
  let error = $state.raw<ErrorValue>()

  const take = (gap: Gap | undefined): void => {
    if (gap !== undefined && (newest === undefined || gap.id >= newest.id)) newest = gap
  }

  async function load(): Promise<void> {
    error = undefined
    try {
      const [gap] = await ask(api.gaps.list({ limit: 1 }))
      // What an event has told is newer.
      if (newest === undefined) take(gap)
    } catch (thrown) {
      error = toErrorValue(thrown)
    }
  }

  $effect(() => {
    void load()
    return api.gaps.changed(take)
  })

  return {
    get now() {
      return newest?.to === undefined ? newest : undefined
    },
    get error() {
      return error
    },
    load,
  }
}
