import { beforeEach, describe, expect, it } from 'vitest'
import {
  createStorageWatch,
  lowSpace,
  type StorageWatch,
} from '../../../../electron/storage/storage-watch.ts'
import { TernError, type ErrorCode, type ErrorValue } from '../../../../shared/errors.ts'
import type { Storage } from '../../../../shared/model/storage.ts'
import { createFakeClock, type FakeClock } from '../support/clock.ts'
import { quietLog } from '../support/quiet-log.ts'

const error = (code: ErrorCode): ErrorValue => ({ code, detail: {} })
const full = error('store.diskFull')

let clock: FakeClock
let told: Storage[]
let worked: number
let tries: number
let free: number | undefined
/** What a write throws now. */
let refusal: ErrorCode | undefined
let watch: StorageWatch

function make(): void {
  watch = createStorageWatch({
    tryWrite() {
      tries += 1
      if (refusal !== undefined) throw new TernError(refusal)
    },
    free: () => free,
    onChange: (now) => told.push(now),
    onWorks: () => (worked += 1),
    clock,
    log: quietLog,
  })
}

beforeEach(() => {
  clock = createFakeClock()
  told = []
  worked = tries = 0
  free = 10 * lowSpace
  refusal = undefined
  make()
})
const codes = (): (ErrorCode | undefined)[] => told.map((one) => one.error?.code)

describe('the storage watch', () => {
  it.each(['callbacks', 'outbox'] as const)('takes the word of %s, and of nobody else', (part) => {
    refusal = 'store.diskFull'
    watch.tell(part, full)
    expect(watch.current().error).toEqual(full)
    expect(codes()).toEqual(['store.diskFull'])
  })

  it('holds a full disk until a large write works, whatever small writes say', () => {
    refusal = 'store.diskFull'
    watch.tell('callbacks', full)
    // A small callback found its place.
    watch.tell('callbacks', undefined)
    clock.advance(10_000)
    expect(tries).toBe(5)
    expect(codes()).toEqual(['store.diskFull'])
    refusal = undefined
    clock.advance(2_000)
    expect(codes()).toEqual(['store.diskFull', undefined])
    expect(worked).toBe(1)
    clock.advance(30_000)
    expect(tries).toBe(6)
  })

  it('hears of it from a call of the page, and starts both parts again', () => {
    refusal = 'store.readOnly'
    watch.noticed(error('text.empty'))
    expect(told).toEqual([])
    watch.noticed(error('store.readOnly'))
    refusal = 'store.diskFull'
    clock.advance(2_000)
    refusal = undefined
    clock.advance(2_000)
    expect(codes()).toEqual(['store.readOnly', 'store.diskFull', undefined])
    expect(worked).toBe(1)
  })

  it('leaves a trouble that is not the disk to whoever has it', () => {
    watch.tell('callbacks', error('store.corrupt'))
    clock.advance(10_000)
    expect(tries).toBe(0)
    expect(codes()).toEqual(['store.corrupt'])
    watch.tell('callbacks', undefined)
    expect(codes()).toEqual(['store.corrupt', undefined])
  })

  it('goes on trying while something else keeps it from writing', () => {
    refusal = 'store.diskFull'
    watch.tell('outbox', full)
    refusal = 'store.inUse'
    clock.advance(2_000)
    refusal = undefined
    clock.advance(2_000)
    watch.tell('outbox', undefined)
    expect(watch.current().error).toBeUndefined()
  })

  it('tries a write when it is asked to, and says what kept it from one', () => {
    watch.check()
    expect([tries, told]).toEqual([1, []])
    refusal = 'store.diskFull'
    expect(() => watch.check()).toThrow(expect.objectContaining({ code: 'store.diskFull' }) as Error)
    expect(codes()).toEqual(['store.diskFull'])
    refusal = undefined
    // From then on it is looked after as any other.
    clock.advance(2_000)
    expect(codes()).toEqual(['store.diskFull', undefined])
    expect(worked).toBe(1)
    // Another trouble says nothing of the disk.
    refusal = 'store.inUse'
    expect(() => watch.check()).toThrow(expect.objectContaining({ code: 'store.inUse' }) as Error)
    expect(codes()).toEqual(['store.diskFull', undefined])
  })

  it('warns when space becomes scarce, and again when it is not', () => {
    free = lowSpace - 1
    clock.advance(60_000)
    free = lowSpace
    clock.advance(60_000)
    expect(told).toEqual([
      { free: lowSpace - 1, low: true },
      { free: lowSpace, low: false },
    ])
    expect(tries).toBe(0)
  })

  it('finds a full disk before anybody has to complain', () => {
    free = 0
    refusal = 'store.diskFull'
    clock.advance(60_000)
    expect(codes()).toEqual(['store.diskFull'])
  })

  it('works where the system does not tell the free space', () => {
    watch.stop()
    free = undefined
    make()
    expect(watch.current()).toEqual({ low: false })
    clock.advance(120_000)
    expect(told).toEqual([])
  })

  it('says and does nothing more once stopped', () => {
    refusal = 'store.diskFull'
    watch.tell('outbox', full)
    watch.stop()
    watch.tell('callbacks', full)
    watch.noticed(full)
    clock.advance(300_000)
    expect(tries).toBe(0)
    expect(told).toHaveLength(1)
  })
})
