import type { Handlers } from '../../../shared/contract-sides.ts'
import { mediaFileName } from '../../../shared/core/media-name.ts'
import type { SessionHost } from '../../session/session.ts'

/** Asks the user where to, and saves; false when they thought better of it. */
export type SaveFile = (windowId: number, name: string, bytes: Uint8Array) => Promise<boolean>

export function photoHandlers(host: SessionHost, saveFile: SaveFile): Handlers['photos'] {
  return {
    async save({ mediaId }, { windowId }) {
      const { media, bytes } = await host.get().media.read(mediaId)
      return { saved: await saveFile(windowId, mediaFileName(media), bytes) }
    },
    retry: ({ mediaId }) => host.get().media.retry(mediaId),
  }
}
