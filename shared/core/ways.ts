/** What the settings say of the ways in. */
import type { WayIn } from '../model/reach.ts'
import type { Settings } from '../model/settings.ts'

/** The settings of one way in: when one of them changes, what is open by it is another way in. */
export function wayParts(name: WayIn, settings: Settings): readonly (string | number)[] {
  switch (name) {
    case 'localtunnel':
      return [name, settings.tunnelHost]
    case 'ngrok':
      return [name, settings.ngrokDomain]
    case 'own':
      return [name, settings.ownAddress, settings.ownPort]
  }
}

/** The way in that takes the first one's place while that is lost, if another one is set. */
export const standbyOf = ({ way, standby }: Settings): WayIn | undefined =>
  standby === 'none' || standby === way ? undefined : standby

/** The port that one of the ways in leads to whatever happens; undefined when any will do. */
export const fixedPort = (settings: Settings): number | undefined =>
  [settings.way, standbyOf(settings)].includes('own') ? settings.ownPort : undefined

/** What has to happen when the settings change. */
export interface WayChange {
  /** The first way in is another one, or leads elsewhere. */
  readonly first: boolean
  readonly standby: boolean
  /** A port to let go of, because nothing leads to it any more. */
  readonly letGo: number | undefined
}

export function wayChange(now: Settings, before: Settings): WayChange {
  const port = fixedPort(before)
  const parts = (name: WayIn | undefined, settings: Settings): string =>
    name === undefined ? '' : wayParts(name, settings).join(' ')
  return {
    first: parts(now.way, now) !== parts(before.way, before),
    standby: parts(standbyOf(now), now) !== parts(standbyOf(before), before),
    letGo: port === fixedPort(now) ? undefined : port,
  }
}
