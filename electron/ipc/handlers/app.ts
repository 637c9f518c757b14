import type { Handlers } from '../../../shared/contract-sides.ts'
import type { AppInfo, Place } from '../../../shared/model/app.ts'
import type { SessionHost } from '../../session/session.ts'

export interface AppNeeds {
  readonly host: SessionHost
  readonly version: string
  readonly can: () => AppInfo['can']
  readonly sendKey: string
  readonly region: string
  /** Opens an allowed link in the system's browser; throws `app.notAllowed` for others. */
  readonly openLink: (url: string) => Promise<void>
  readonly openCompose: (to: string | undefined) => void
  readonly openPlace: (place: Place) => void
  readonly showing: (windowId: number, conversationId: string | undefined) => void
  readonly closeWindow: (windowId: number) => void
}

export function appHandlers(needs: AppNeeds): Handlers['app'] {
  const { host } = needs
  return {
    info: () => ({
      version: needs.version,
      boot: host.boot(),
      can: needs.can(),
      sendKey: needs.sendKey,
      region: needs.region,
    }),
    tryAgain: () => host.open(),
    openLink: ({ url }) => needs.openLink(url),
    openCompose: ({ to }) => needs.openCompose(to),
    openPlace: (place) => needs.openPlace(place),
    showing: ({ conversationId }, { windowId }) => needs.showing(windowId, conversationId),
    closeWindow: (_, { windowId }) => needs.closeWindow(windowId),
  }
}
