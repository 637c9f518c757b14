/** What differs between desktops, behind one interface; chosen once. Nothing else asks which system this is. */

export interface Platform {
  /** Whether the desktop shows tray icons now. It can change while Tern runs. Never rejects. */
  readonly hasTray: () => Promise<boolean>
  /** Calls back whenever {@link hasTray} may answer differently; the answer stops it. */
  readonly watchTray: (changed: () => void | Promise<void>) => () => void
  /** Whether something shows notifications. Never rejects. */
  readonly hasNotifications: () => Promise<boolean>
  /** Makes the body of a notification from plain text. */
  readonly notificationBody: (text: string) => string
  /** Whether a click on the tray icon is ours (else it opens the menu). */
  readonly trayClicks: boolean
  /** Ends the names of the tray icons in the size that this system shows: 16 points, or 22 without one. */
  readonly iconSuffix: '' | '-16'
  /** Whether the application menu is seen only after pressing Alt. */
  readonly hidesMenuBar: boolean
  /** Whether the system's own spelling checker is there; elsewhere one would be downloaded. */
  readonly spellcheck: boolean
  /** How the keyboard names the key that sends. */
  readonly sendKey: string
}
