/** The photos on a real store and a real vault; what is fetched, the time and the free room of the disk are the test's. */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import type { Fetched, FetchRequest } from '../../../../electron/media/fetch-media.ts'
import {
  createMedia,
  keptFree,
  type MediaNeeds,
  type MediaService,
} from '../../../../electron/media/media.ts'
import { createVault, type Vault } from '../../../../electron/media/vault.ts'
import type { Store } from '../../../../electron/store/store.ts'
import type { MediaFailure } from '../../../../shared/core/media-retry.ts'
import type { Media } from '../../../../shared/model/media.ts'
import type { Message } from '../../../../shared/model/message.ts'
import {
  arrival,
  newStore,
  silentLog,
  start,
  storeKey,
  text,
  type TestFolder,
} from '../../../fixtures/store.ts'
import { createFakeClock, type FakeClock } from '../../../unit/electron/support/clock.ts'
import { photo } from './support.ts'

export const got: Fetched = { kind: 'fetched', bytes: photo, as: { type: 'image/png', kind: 'image' } }
export const failed = (failure: MediaFailure): Fetched => ({ kind: 'failed', failure })

export interface Rig {
  readonly store: Store
  readonly folder: TestFolder
  readonly vault: Vault
  readonly clock: FakeClock
  media: MediaService
  /** The messages that were told of. */
  readonly changed: string[]
  readonly requests: FetchRequest[]
  /** What each fetch comes to; by default a photo. */
  answer: (request: FetchRequest) => Promise<Fetched>
  /** Bytes. */
  free: number
  /** The photos' part anew, as after a restart. */
  readonly make: (parts?: Partial<MediaNeeds>) => MediaService
  readonly receive: (photos?: number) => Message
  readonly states: (message: Message) => Media['state'][] | undefined
  /** The first photo's. */
  readonly idOf: (message: Message) => string
  readonly files: () => string[]
  readonly becomes: (message: Message, ...states: Media['state'][]) => Promise<void>
  readonly end: () => Promise<void>
}

export function createRig(): Rig {
  const { store, folder } = newStore()
  const vault = createVault({ folder: join(folder.dir, 'media'), key: storeKey })
  const clock = createFakeClock(start)
  const changed: string[] = []
  const requests: FetchRequest[] = []
  let count = 0

  const make = (parts: Partial<MediaNeeds> = {}): MediaService =>
    createMedia({
      store: store.media,
      vault,
      fetch(request) {
        requests.push(request)
        return rig.answer(request)
      },
      practiceOrigin: () => undefined,
      freeBytes: () => rig.free,
      clock,
      log: silentLog,
      chance: () => 0.5,
      onChange: (messageId) => changed.push(messageId),
      ...parts,
    })
  const states = (message: Message) => store.messages.get(message.id)?.media?.map(({ state }) => state)

  const rig: Rig = {
    store,
    folder,
    vault,
    clock,
    media: make(),
    changed,
    requests,
    answer: () => Promise.resolve(got),
    free: keptFree,
    make,
    receive(photos = 1) {
      count += 1
      const mediaUrls = Array.from({ length: photos }, (_, n) => `https://a.example/${count}/${n}.png`)
      const reception = store.messages.receive(arrival(text(`p${count}`, 'Look', { mediaUrls })))
      if (reception.kind !== 'message') throw new Error(reception.kind)
      return reception.message
    },
    states,
    idOf: (message) => message.media?.[0]?.id ?? '',
    files: () => readdirSync(join(folder.dir, 'media')),
    becomes: (message, ...all) => expect.poll(() => states(message)).toEqual(all),
    async end() {
      await rig.media.stop()
      store.close()
      folder.remove()
    },
  }
  return rig
}
