import { describe, expect, it, vi } from 'vitest'
import { commitsBetween, createCheckpointer } from '../../../../electron/store/checkpointer.ts'
import type { RunOptions, Work } from '../../../../electron/work/work.ts'
import { TernError, type ErrorValue } from '../../../../shared/errors.ts'
import { createFakeClock } from '../support/clock.ts'
import { quietLog } from '../support/quiet-log.ts'

interface Run {
  readonly options: RunOptions
  readonly end: () => Promise<void>
  readonly fail: (thrown: unknown) => Promise<void>
}

function rig() {
  const clock = createFakeClock()
  const runs: Run[] = []
  const said: string[] = []
  const failures: ErrorValue[] = []
  const wal = {
    onCommit: (tell: () => void) => void (commit = tell),
    handOver: (isMoved: boolean) => void said.push(isMoved ? 'handed over' : 'taken back'),
    moveRest: vi.fn(() => void said.push('rest')),
  }
  let commit = (): void => undefined
  const settled = async (): Promise<void> => {
    for (let turn = 0; turn < 5; turn += 1) await Promise.resolve()
  }
  const work: Work = {
    run: (name, _args, options = {}) =>
      new Promise((resolve, reject) => {
        expect(name).toBe('checkpointStore')
        const end = (): Promise<void> => (resolve(undefined as never), settled())
        const fail = (thrown: unknown): Promise<void> => (reject(thrown), settled())
        options.signal?.addEventListener('abort', () => void fail(new TernError('work.stopped')))
        runs.push({ options, end, fail })
      }),
    close: async () => {
      said.push('closed')
      await runs.at(-1)?.fail(new TernError('work.stopped'))
    },
  }
  const checkpointer = createCheckpointer({
    wal,
    at: { path: '/somewhere/tern.db', key: 'key' },
    work,
    clock,
    log: quietLog,
    onFailure: (error) => failures.push(error),
  })
  const commits = (count: number): void => {
    for (let n = 0; n < count; n += 1) commit()
  }
  const last = (): Run => runs.at(-1) ?? expect.fail('nothing runs')
  return { clock, runs, said, failures, wal, checkpointer, commits, last }
}

describe('the log of the store', () => {
  it('is moved after so many commits, one time at a time, and not at all when nothing is written', async () => {
    const { clock, runs, commits, last, said } = rig()
    expect(said).toEqual(['handed over'])
    commits(commitsBetween - 1)
    clock.advance(86_400_000)
    expect(runs).toHaveLength(0)
    commits(1)
    expect(runs).toHaveLength(1)
    commits(5 * commitsBetween)
    expect(runs).toHaveLength(1)
    await last().end()
    expect(runs).toHaveLength(2)
    await last().end()
    clock.advance(86_400_000)
    expect(runs).toHaveLength(2)
  })

  it('has its last pages moved as soon as the worker says that few are left', () => {
    const { commits, last, said } = rig()
    commits(commitsBetween)
    expect(said).toEqual(['handed over'])
    last().options.onProgress?.(1, 1)
    expect(said).toEqual(['handed over', 'rest'])
  })

  it('whose last pages cannot be moved is moved the next time', async () => {
    const { commits, last, runs, wal } = rig()
    wal.moveRest.mockImplementation(() => {
      throw new TernError('store.diskFull')
    })
    commits(commitsBetween)
    expect(() => last().options.onProgress?.(1, 1)).not.toThrow()
    await last().end()
    commits(commitsBetween)
    expect(runs).toHaveLength(2)
  })

  it('is taken back when the worker fails, and told; tried again later and later, until it works', async () => {
    const { clock, commits, last, runs, said, failures } = rig()
    commits(commitsBetween)
    await last().fail(new TernError('store.diskFull'))
    expect(failures.map(({ code }) => code)).toEqual(['store.diskFull'])
    expect(said).toEqual(['handed over', 'taken back'])
    commits(5 * commitsBetween)
    expect(runs).toHaveLength(1)
    clock.advance(10_000)
    expect(runs).toHaveLength(2)
    await last().fail(new TernError('store.diskFull'))
    clock.advance(19_999)
    expect(runs).toHaveLength(2)
    clock.advance(1)
    expect(runs).toHaveLength(3)
    await last().end()
    expect(said.at(-1)).toBe('handed over')
    // As at the beginning.
    commits(commitsBetween)
    await last().fail(new TernError('app.internal'))
    clock.advance(10_000)
    expect(runs).toHaveLength(5)
    expect(failures).toHaveLength(3)
  })

  it('that fails for ever is still tried six times an hour', async () => {
    const { clock, commits, last, runs } = rig()
    commits(commitsBetween)
    for (let hour = 0; hour < 3 * 60; hour += 1) {
      await last().fail(new TernError('app.internal'))
      clock.advance(60_000)
    }
    const before = runs.length
    for (let minute = 0; minute < 60; minute += 1) {
      await last().fail(new TernError('app.internal'))
      clock.advance(60_000)
    }
    expect(runs.length - before).toBe(6)
  })

  it('is taken back from a worker that comes to no end', async () => {
    const { clock, commits, said, failures, last } = rig()
    commits(commitsBetween)
    clock.advance(60_000)
    expect(said).toEqual(['handed over', 'taken back'])
    expect(last().options.signal?.aborted).toBe(true)
    await Promise.resolve()
    await Promise.resolve()
    expect(failures.map(({ code }) => code)).toEqual(['work.stopped'])
  })

  it('is left alone once it is closed, in the middle too', async () => {
    const { clock, checkpointer, commits, last, runs, said, failures } = rig()
    commits(commitsBetween)
    const { onProgress } = last().options
    await checkpointer.close()
    onProgress?.(1, 1)
    commits(5 * commitsBetween)
    clock.advance(86_400_000)
    expect(said).toEqual(['handed over', 'closed'])
    expect(failures).toEqual([])
    expect(runs).toHaveLength(1)
  })
})
