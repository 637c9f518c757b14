/** Where a window opens: where it was, as long as that is still on a screen. Pure. */
import * as v from 'valibot'

/** Place and size of a window, in device-independent pixels. */
export const Bounds = v.object({
  x: v.pipe(v.number(), v.integer()),
  y: v.pipe(v.number(), v.integer()),
  width: v.pipe(v.number(), v.integer(), v.minValue(1)),
  height: v.pipe(v.number(), v.integer(), v.minValue(1)),
})
export type Bounds = v.InferOutput<typeof Bounds>

export interface Size {
  readonly width: number
  readonly height: number
}

/** At least this much of the top edge must be on a screen, so that the window can be taken hold of. */
const handle = { width: 120, height: 40 }

const overlap = (from: number, length: number, otherFrom: number, otherLength: number): number =>
  Math.min(from + length, otherFrom + otherLength) - Math.max(from, otherFrom)

/**
 * The bounds to open with.
 * @param saved what was kept, possibly from other screens
 * @param screens work areas of the screens there are now
 * @returns a size alone when the place is gone: the system then centres the window
 */
export function fitBounds(
  saved: Bounds | undefined,
  screens: readonly Bounds[],
  usual: Size,
  smallest: Size,
): Bounds | Size {
  if (saved === undefined) return usual
  const onScreen = screens.find(
    (screen) =>
      overlap(saved.x, saved.width, screen.x, screen.width) >= handle.width &&
      overlap(saved.y, handle.height, screen.y, screen.height) >= handle.height,
  )
  const limit = onScreen ?? screens[0] ?? usual
  const size = {
    width: Math.max(smallest.width, Math.min(saved.width, limit.width)),
    height: Math.max(smallest.height, Math.min(saved.height, limit.height)),
  }
  return onScreen === undefined ? size : { x: saved.x, y: saved.y, ...size }
}
