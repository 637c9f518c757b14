/** Puts the parts of the photos together: the folder beside the store, the store, and the way to fetch. */
import { statfsSync } from 'node:fs'
import type { Clock, Log } from '../ports.ts'
import type { MediaStore } from '../store/media.ts'
import type { FetchMedia } from './fetch-media.ts'
import { mediaFolder } from './folder.ts'
import { createMedia, type MediaService } from './media.ts'
import { createVault } from './vault.ts'

export interface OpenMediaNeeds {
  /** Tern's folder, which is there. */
  readonly dataDir: string
  /** The store's key, 64 hexadecimal digits. */
  readonly key: string
  readonly store: MediaStore
  readonly practiceOrigin: () => string | undefined
  readonly clock: Clock
  readonly log: Log
  readonly onChange: (messageId: string) => void
}

/** Nothing is fetched before {@link MediaService.start}. */
export function openMedia({ dataDir, key, ...needs }: OpenMediaNeeds): MediaService {
  // Its HTTP client is loaded with the first photo: no start has to wait for it.
  let loaded: Promise<FetchMedia> | undefined
  const load = async (): Promise<FetchMedia> => (await import('./fetch-media.ts')).createFetchMedia()
  return createMedia({
    ...needs,
    vault: createVault({ folder: mediaFolder(dataDir), key }),
    fetch: async (request) => (await (loaded ??= load()))(request),
    freeBytes() {
      const { bavail, bsize } = statfsSync(dataDir)
      return bavail * bsize
    },
  })
}
