/** What a page may ask of the system: next to nothing. Tern's pages need no camera, place, device, screen or download. */
import type { Session } from 'electron'
import type { Log } from '../ports.ts'

/** Each permission that is granted, with its reason. */
const granted: Readonly<Record<string, string>> = {
  'clipboard-sanitized-write': 'copying a number or a text, on a press of the user',
}

/** Whether a page of an origin gets a permission. Electron gives the origin with a slash at its end, or a whole address. */
export function mayHave(permission: string, asking: string, ownOrigin: string): boolean {
  if (!Object.hasOwn(granted, permission)) return false
  return asking === ownOrigin || asking.startsWith(`${ownOrigin}/`)
}

/** Denies every other permission, and every device, screen and download, to the pages of a session. */
export function denyPermissions(session: Session, ownOrigin: string, log: Log): void {
  session.setPermissionRequestHandler((_contents, permission, answer, { requestingUrl, isMainFrame }) => {
    const grant = isMainFrame && mayHave(permission, requestingUrl, ownOrigin)
    if (!grant) log.warn('refused a permission', { permission })
    answer(grant)
  })
  session.setPermissionCheckHandler((_contents, permission, origin) => mayHave(permission, origin, ownOrigin))
  session.setDevicePermissionHandler(() => false)
  session.setBluetoothPairingHandler((_details, answer) => {
    answer({ confirmed: false })
  })
  // With no handler, screen sharing is refused.
  session.setDisplayMediaRequestHandler(null)
  session.on('will-download', (event) => {
    event.preventDefault()
    log.warn('refused a download')
  })
}
