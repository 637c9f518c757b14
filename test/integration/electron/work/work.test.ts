/** Real worker threads: the built worker with the app's own jobs, and one whose jobs end in every way. */
import { writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { JobArgs } from '../../../../electron/work/jobs.ts'
import { createWork, type RunOptions, type Work } from '../../../../electron/work/work.ts'
import { newStore, silentLog, storeKey, testFolder } from '../../../fixtures/store.ts'

const built = resolve(import.meta.dirname, '../../../../out/app/main/worker.cjs')
const odd = resolve(import.meta.dirname, '../../../fixtures/worker.mjs')

let work: Work | undefined
const start = (script: string): Work => (work = createWork({ script, log: silentLog }))
afterEach(async () => {
  await work?.close()
  work = undefined
})

/** Has the odd worker end in one of its ways. */
const ask = (how: string, options?: RunOptions): Promise<unknown> =>
  (work ?? start(odd)).run('checkStore', how as unknown as JobArgs<'checkStore'>, options)

describe('the built worker', () => {
  it('runs a job and gives its result', async () => {
    const { store, folder } = newStore()
    // Beside a connection of the main thread, as in the app.
    expect(
      await start(built).run('checkStore', { path: folder.path, key: storeKey, extent: 'full' }),
    ).toEqual([])
    store.close()
    folder.remove()
  })

  it('hands on what a job throws, with its code', async () => {
    const folder = testFolder()
    writeFileSync(folder.path, 'x'.repeat(8192))
    const done = start(built).run('checkStore', { path: folder.path, key: storeKey, extent: 'quick' })
    await expect(done).rejects.toMatchObject({ name: 'TernError', code: 'store.corrupt' })
    folder.remove()
  })
})

describe('a job', () => {
  it('runs after the one before it, also when that failed', async () => {
    start(odd)
    const order: string[] = []
    const note = (what: string) => () => void order.push(what)
    const failed = ask('throw').catch(note('failed'))
    await Promise.all([ask('first').then(note('first')), ask('second').then(note('second')), failed])
    expect(order).toEqual(['failed', 'first', 'second'])
  })

  it('says how far it is, and stops when it is asked to', async () => {
    start(odd)
    const stopping = new AbortController()
    const onProgress = vi.fn(() => stopping.abort())
    const done = ask('work on', { signal: stopping.signal, onProgress })
    await expect(done).rejects.toMatchObject({ code: 'work.stopped' })
    expect(onProgress).toHaveBeenCalledWith(1, 10)
    expect(await ask('next')).toBe('next')
  })

  it('that hears nothing is ended', async () => {
    start(odd)
    const stopping = new AbortController()
    const done = ask('deaf', { signal: stopping.signal, onProgress: () => stopping.abort() })
    await expect(done).rejects.toMatchObject({ code: 'work.stopped' })
  })

  it.each(['throw', 'leave'])('whose worker breaks (%s) is an error of the app', async (how) => {
    start(odd)
    await expect(ask(how)).rejects.toMatchObject({ name: 'TernError', code: 'app.internal' })
  })

  it('whose worker cannot be loaded is an error of the app', async () => {
    await expect(
      start('/nowhere/worker.cjs').run('checkStore', { path: '', key: '', extent: 'quick' }),
    ).rejects.toMatchObject({ name: 'TernError', code: 'app.internal' })
  })

  it('that is stopped before its turn never starts', async () => {
    start(odd)
    const first = new AbortController()
    const running = ask('work on', { signal: first.signal })
    const waiting = ask('never', { signal: AbortSignal.abort() })
    first.abort()
    await expect(running).rejects.toMatchObject({ code: 'work.stopped' })
    await expect(waiting).rejects.toMatchObject({ code: 'work.stopped' })
  })
})

describe('closing', () => {
  it('stops what runs and what waits, and then takes nothing more', async () => {
    const closing = start(odd)
    const running = ask('work on', { onProgress: () => void closing.close() })
    const waiting = ask('waiting')
    await expect(running).rejects.toMatchObject({ code: 'work.stopped' })
    await expect(waiting).rejects.toMatchObject({ code: 'work.stopped' })
    await expect(ask('later')).rejects.toMatchObject({ code: 'work.stopped' })
    await closing.close()
  })
})
