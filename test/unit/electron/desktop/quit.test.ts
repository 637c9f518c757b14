import { describe, expect, test } from 'vitest'
import { askWhereRepliesGo, createQuit } from '../../../../electron/desktop/quit.ts'
import { quietLog } from '../support/quiet-log.ts'

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

function quitting(isUndecided: boolean, ask: () => Promise<'keep' | 'handBack' | undefined>) {
  const done: string[] = []
  const quit = createQuit({
    isUndecided: () => isUndecided,
    ask() {
      done.push('asked')
      return ask()
    },
    decided: (answer) => done.push(answer),
    end: () => done.push('ended'),
    log: quietLog,
  })
  return { quit, done }
}

describe('quit', () => {
  test('ends at once where it is decided', () => {
    const { quit, done } = quitting(false, () => Promise.reject(new Error('not asked')))
    quit()
    expect(done).toEqual(['ended'])
  })

  test.each(['keep', 'handBack'] as const)('asks, keeps the answer %s, and ends', async (answer) => {
    const { quit, done } = quitting(true, () => Promise.resolve(answer))
    quit()
    quit()
    await turn()
    expect(done).toEqual(['asked', answer, 'ended'])
  })

  test('goes on when the user thinks better of it, and asks again the next time', async () => {
    const { quit, done } = quitting(true, () => Promise.resolve(undefined))
    quit()
    await turn()
    quit()
    await turn()
    expect(done).toEqual(['asked', 'asked'])
  })

  test('ends when the question cannot be asked', async () => {
    const { quit, done } = quitting(true, () => Promise.reject(new Error('no display')))
    quit()
    await turn()
    expect(done).toEqual(['asked', 'ended'])
  })
})

test.each([
  [0, 'keep'],
  [1, 'handBack'],
  [2, undefined],
])('button %i means %s', async (response, answer) => {
  let asked = 0
  const showMessageBox = () => {
    asked += 1
    return Promise.resolve({ response, checkboxChecked: false })
  }
  expect(await askWhereRepliesGo({ showMessageBox })).toBe(answer)
  expect(asked).toBe(1)
})
