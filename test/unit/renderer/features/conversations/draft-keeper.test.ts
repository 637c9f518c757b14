import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createDraftKeeper } from '../../../../../renderer/features/conversations/draft-keeper.ts'
import type { PageApi, Result } from '../../../../../shared/contract-sides.ts'
import type { ErrorValue } from '../../../../../shared/errors.ts'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

const failure: Result<void> = { ok: false, error: { code: 'store.diskFull', detail: {} } }

function setUp(answers: (() => Promise<Result<void>>)[] = []) {
  const saved: string[] = []
  const reported: (ErrorValue | undefined)[] = []
  const api = {
    conversations: {
      saveDraft: ({ body }: { body: string }) => {
        saved.push(body)
        return answers.shift()?.() ?? Promise.resolve({ ok: true, value: undefined })
      },
    },
  } as unknown as PageApi
  const keeper = createDraftKeeper(api, 'conversation', (error) => reported.push(error))
  return { keeper, saved, reported }
}

describe('the draft keeper', () => {
  test('saves once, a moment after the last key', async () => {
    const { keeper, saved } = setUp()
    for (const text of ['H', 'He', 'Hel']) keeper.keep(text)
    expect(saved).toEqual([])
    await vi.runAllTimersAsync()
    expect(saved).toEqual(['Hel'])
  })

  test('saves at once when the user leaves, and not again', async () => {
    const { keeper, saved } = setUp()
    keeper.keep('Hello')
    await keeper.flush()
    await keeper.flush()
    await vi.runAllTimersAsync()
    expect(saved).toEqual(['Hello'])
  })

  test('an older draft never overtakes a newer one', async () => {
    let release: (() => void) | undefined
    const slow = () =>
      new Promise<Result<void>>((resolve) => (release = () => resolve({ ok: true, value: undefined })))
    const { keeper, saved } = setUp([slow])
    keeper.keep('one')
    const first = keeper.flush()
    await vi.runAllTimersAsync()
    keeper.keep('two')
    const second = keeper.flush()
    await vi.runAllTimersAsync()
    expect(saved).toEqual(['one'])
    release?.()
    await Promise.all([first, second])
    expect(saved).toEqual(['one', 'two'])
  })

  test('keeps what could not be saved for the next try', async () => {
    const { keeper, saved, reported } = setUp([() => Promise.resolve(failure)])
    keeper.keep('Hello')
    await keeper.flush()
    expect(reported).toEqual([{ code: 'store.diskFull', detail: {} }])
    await keeper.flush()
    expect(saved).toEqual(['Hello', 'Hello'])
    expect(reported.at(-1)).toBeUndefined()
  })
})
