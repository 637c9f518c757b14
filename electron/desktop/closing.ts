/** What closing the main window means. Replies are lost while Tern does not run, so it ends only when asked to. */

/** `release`: the window goes, Tern stays in the tray. `minimise`: there is no tray, the window is all there is. */
export type Closing = 'release' | 'minimise' | 'quit'

export interface ClosingFacts {
  /** Whether the desktop shows tray icons now. */
  readonly tray: boolean
  /** The setting: closing leaves Tern running. */
  readonly closeToTray: boolean
}

/** Never hides the only thing by which the user can get back to Tern. */
export function whenClosed({ tray, closeToTray }: ClosingFacts): Closing {
  if (!closeToTray) return 'quit'
  return tray ? 'release' : 'minimise'
}
