/** What a page may ask of the system: nothing. Tern's pages need no camera, place, device, clipboard or download. */
import type { Session } from 'electron'
import type { Log } from '../ports.ts'

/** Denies every permission, device, screen and download to the pages of a session. */
export function denyPermissions(session: Session, log: Log): void {
  session.setPermissionRequestHandler((_contents, permission, answer) => {
    log.warn('refused a permission', { permission })
    answer(false)
  })
  session.setPermissionCheckHandler(() => false)
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
