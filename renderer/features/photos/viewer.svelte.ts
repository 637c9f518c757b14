/** Which photo is looked at in full. One for a thread: it outlives the row that the photo is in, which scrolling takes away. */
import { getContext } from 'svelte'

export interface ShownPhoto {
  readonly mediaId: string
  /** `Photo 2 of 3 from Maria`. */
  readonly name: string
}

export interface PhotoViewer {
  readonly photos: readonly ShownPhoto[]
  readonly index: number
  /** The one that is shown, if one is. */
  readonly current: ShownPhoto | undefined
  readonly show: (photos: readonly ShownPhoto[], index: number) => void
  /** Goes on by one, or back; at an end nothing happens. */
  readonly step: (by: 1 | -1) => void
  readonly close: () => void
}

export function createPhotoViewer(): PhotoViewer {
  let photos = $state.raw<readonly ShownPhoto[]>([])
  let index = $state(0)
  return {
    get photos() {
      return photos
    },
    get index() {
      return index
    },
    get current() {
      return photos[index]
    },
    show(all, at) {
      photos = all
      index = at
    },
    step(by) {
      if (photos[index + by] !== undefined) index += by
    },
    close: () => (photos = []),
  }
}

/** Key of the Svelte context that carries the {@link PhotoViewer}. */
export const photoViewerContext = Symbol('photo viewer')

export const usePhotoViewer = (): PhotoViewer => getContext<PhotoViewer>(photoViewerContext)
