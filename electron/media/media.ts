/**
 * The photos of inbound texts, as the other parts see them: fetched as their texts come, a few at a time, and kept in
 * the vault. A text never waits for its photo. What is to be fetched is in the store, so that a restart goes on with it.
 */
import { afterFailure } from '../../shared/core/media-retry.ts'
import { TernError, toErrorValue } from '../../shared/errors.ts'
import type { Clock, Log } from '../ports.ts'
import { createTurns } from '../setup/turns.ts'
import type { MediaOutcome, MediaStore, StoredMedia, WaitingMedia } from '../store/media.ts'
import type { Fetched, FetchMedia } from './fetch-media.ts'
import type { Vault } from './vault.ts'

export interface MediaFile {
  readonly media: StoredMedia
  readonly bytes: Buffer
}

export interface MediaService {
  /** Clears away what a crash or a deletion left, then works off what waits. Again does nothing. Never rejects. */
  readonly start: () => Promise<void>
  /** There may be something to fetch: a text came. */
  readonly wake: () => void
  /** There may be a network again: what failed for want of one is tried now. */
  readonly online: () => void
  /** Tries one again that expired, was refused, or waits. Throws `TernError` `app.notFound` for every other. */
  readonly retry: (mediaId: string) => void
  /** Reads one. Rejects with `TernError` `app.notFound` when it is not stored, or `media.unreadable`. */
  readonly read: (mediaId: string) => Promise<MediaFile>
  /** Removes the files of photos that were deleted from the store. Call it after a deletion; the next start does it too. Never rejects. */
  readonly removeDeleted: () => Promise<void>
  /** Starts nothing more and breaks off what is on its way. */
  readonly stop: () => Promise<void>
}

export interface MediaNeeds {
  readonly store: MediaStore
  readonly vault: Vault
  readonly fetch: FetchMedia
  /** See {@link FetchRequest.practiceOrigin}: where the Aircall in use is, when it is on this computer. */
  readonly practiceOrigin: () => string | undefined
  /** Bytes that are free where the photos are. */
  readonly freeBytes: () => number
  readonly clock: Clock
  readonly log: Log
  /** From 0 up to, but not including, 1. */
  readonly chance?: () => number
  /** A photo of the message has another state, which is committed. */
  readonly onChange: (messageId: string) => void
}

/** How many are fetched at a time. */
const atOnce = 3

/** Photos never take the last of the disk: texts need it. Bytes. */
export const keptFree = 512 * 1024 * 1024

/**
 * A file that nothing knows is left by a crash, or its text is in a store that was damaged and replaced by an older
 * backup. It stays for a while, in case that store is mended; milliseconds. What the user deletes goes at once.
 */
export const orphanMs = 30 * 24 * 60 * 60_000

/** The wait before the disk or the store is tried again, milliseconds. */
const pauseMs = 60_000

export function createMedia(needs: MediaNeeds): MediaService {
  const { store, vault, clock, log } = needs
  const chance = needs.chance ?? Math.random
  const stopping = new AbortController()
  const active = new Map<string, Promise<void>>()
  // Files are written and removed one after the other, so that none is taken for an orphan while it is being noted.
  const inTurn = createTurns()
  let starting: Promise<void> | undefined
  let started = false
  let pausedUntil = 0
  let cancelTimer = (): void => undefined

  function wake(): void {
    cancelTimer()
    if (!started || stopping.signal.aborted) return
    const now = clock.now()
    if (now < pausedUntil) return wakeIn(pausedUntil - now)
    try {
      for (const item of store.due(now, atOnce + active.size)) {
        if (active.size < atOnce && !active.has(item.id)) begin(item)
      }
      const next = store.nextDueAt(now)
      if (next !== undefined) wakeIn(next - now)
    } catch (thrown) {
      log.error('media: the store could not be read', thrown)
      pause()
    }
  }

  function wakeIn(ms: number): void {
    cancelTimer = clock.after(ms, wake)
  }

  function pause(): void {
    pausedUntil = clock.now() + pauseMs
    cancelTimer()
    wakeIn(pauseMs)
  }

  function begin(item: WaitingMedia): void {
    const work = bring(item)
      .catch((thrown: unknown) => {
        // The disk is full, or the store cannot be written: nothing is noted, so it still waits.
        log.error('media: could not be kept', thrown)
        pause()
      })
      .finally(() => {
        active.delete(item.id)
        wake()
      })
    active.set(item.id, work)
  }

  async function bring(item: WaitingMedia): Promise<void> {
    if (needs.freeBytes() < keptFree) throw new TernError('store.diskFull')
    const { signal } = stopping
    const fetched = await fetchOnce(item.url)
    // Broken off by the end, and not for any fault of its own.
    if (signal.aborted) return
    const outcome = await inTurn(() => settle(item, fetched))
    log.info('media: tried', { outcome: outcome?.kind ?? 'deleted', tries: item.tries + 1 })
    // Of later tries that fail there is nothing new to say.
    if (outcome !== undefined && (outcome.kind !== 'again' || item.tries === 0)) tell(item.messageId)
  }

  async function fetchOnce(url: string): Promise<Fetched> {
    try {
      return await needs.fetch({ url, practiceOrigin: needs.practiceOrigin(), signal: stopping.signal })
    } catch (thrown) {
      // A fetch answers and does not throw. If it does, one odd address must not hold up the others.
      log.error('media: a fetch broke', thrown)
      return { kind: 'failed', failure: 'trouble' }
    }
  }

  /** Undefined when its text was deleted meanwhile: then there is nothing that a file could belong to. */
  async function settle(item: WaitingMedia, fetched: Fetched): Promise<MediaOutcome | undefined> {
    const outcome = await outcomeOf(item, fetched)
    if (store.settle(item.id, outcome)) return outcome
    if (outcome.kind === 'stored') await vault.remove(outcome.file)
    return undefined
  }

  async function outcomeOf(item: WaitingMedia, fetched: Fetched): Promise<MediaOutcome> {
    switch (fetched.kind) {
      case 'fetched': {
        const as = { ...fetched.as, size: fetched.bytes.length }
        return { kind: 'stored', file: await vault.write(fetched.bytes), as }
      }
      case 'refused':
        return fetched
      case 'failed': {
        const { failure } = fetched
        const now = clock.now()
        const facts = { tries: item.tries + 1, ageMs: now - item.at, chance: chance() }
        const step = afterFailure(failure, facts)
        return step.kind === 'expired' ? step : { kind: 'again', failure, notBefore: now + step.afterMs }
      }
    }
  }

  /** What is committed stays so, whatever those who are told make of it. */
  function tell(messageId: string): void {
    if (stopping.signal.aborted) return
    try {
      needs.onChange(messageId)
    } catch (thrown) {
      log.error('media: committed, but not told', thrown)
    }
  }

  const removeDeleted = (): Promise<void> =>
    inTurn(async () => {
      if (stopping.signal.aborted) return
      const files = store.removed()
      for (const file of files) await vault.remove(file)
      store.forgetRemoved(files)
    }).catch((thrown: unknown) => log.error('media: deleted files could not be removed', thrown))

  /** Old files that nothing knows are removed; entries whose file is missing are to be fetched anew. */
  const reconcile = (): Promise<void> =>
    inTurn(async () => {
      if (stopping.signal.aborted) return
      await vault.removeUnfinished()
      const there = new Set(await vault.list())
      const known = new Set(store.files())
      const oldest = clock.now() - orphanMs
      for (const file of there) {
        if (stopping.signal.aborted) return
        if (!known.has(file) && (await vault.writtenAt(file)) < oldest) await vault.remove(file)
      }
      for (const messageId of store.lost([...known].filter((file) => !there.has(file)))) tell(messageId)
    }).catch((thrown: unknown) => log.error('media: the folder could not be put in order', thrown))

  async function start(): Promise<void> {
    await removeDeleted()
    await reconcile()
    started = true
    wake()
  }

  return {
    start: () => (starting ??= start()),
    wake,
    online() {
      if (!started || stopping.signal.aborted) return
      try {
        store.hurry()
      } catch (thrown) {
        log.error('media: the store could not be written', thrown)
      }
      wake()
    },
    retry(mediaId) {
      const messageId = store.retry(mediaId)
      if (messageId === undefined) throw new TernError('app.notFound')
      pausedUntil = 0
      tell(messageId)
      wake()
    },
    async read(mediaId) {
      const media = store.get(mediaId)
      if (media === undefined) throw new TernError('app.notFound')
      try {
        return { media, bytes: await vault.read(media.file) }
      } catch (thrown) {
        log.error('media: a file could not be read', thrown)
        throw new TernError(toErrorValue(thrown).code)
      }
    },
    removeDeleted,
    async stop() {
      stopping.abort()
      cancelTimer()
      await Promise.all([starting, ...active.values()])
      // Also a file that is being removed: the store is about to be closed.
      await inTurn(() => Promise.resolve())
    },
  }
}
