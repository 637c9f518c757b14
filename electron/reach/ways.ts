/** The ways in for replies, as the settings say: which one is to be opened now, and what each still needs. */
import { readNgrokToken } from '../../shared/core/ngrok.ts'
import { standbyOf, wayChange } from '../../shared/core/ways.ts'
import { TernError } from '../../shared/errors.ts'
import { waysIn, type Reach, type WayIn, type Ways as WaysTold } from '../../shared/model/reach.ts'
import type { Settings } from '../../shared/model/settings.ts'
import type { Listener } from '../callback/listener.ts'
import type { Clock, Http, Log, Secrets, Tunnel } from '../ports.ts'
import { createLinger } from './linger.ts'
import { createLocaltunnel } from './localtunnel.ts'
import { createLoopback } from './loopback.ts'
import type { NgrokApi } from './ngrok-api.ts'
import { createNgrok } from './ngrok.ts'
import { createOwnAddress } from './own-address.ts'
import { createStandby } from './standby.ts'

/** A way in, at the moment when it is opened. */
export interface Way {
  readonly name: WayIn | 'loopback'
  /** Whether it stands in for the first one. */
  readonly standby: boolean
  /** The port that it leads to; 0: any that is listened on. */
  readonly port: number
  readonly open: Tunnel['open']
}

export interface Ways {
  /** The one to open now. */
  readonly current: () => Way
  /** Tells how the one that is open is. */
  readonly reachChanged: (now: Reach) => void
  /** Opens anew what has been set differently. Resolves when that is open, or is not; never rejects. */
  readonly settingsChanged: (now: Settings, before: Settings) => Promise<void>
  readonly told: () => Promise<WaysTold>
  /** Puts ngrok's authtoken into the keychain. Rejects with `ngrok.tokenShape` for what is none. */
  readonly setNgrokToken: (typed: string) => Promise<WaysTold>
  readonly forgetNgrokToken: () => Promise<WaysTold>
}

export interface WaysNeeds {
  readonly settings: () => Settings
  /** A tunnel server that goes before every choice. */
  readonly forcedHost: string | undefined
  /** Whether Aircall is the one inside the app. */
  readonly isPractice: () => boolean
  readonly secrets: Secrets
  readonly loadNgrok: () => Promise<NgrokApi>
  readonly listener: Pick<Listener, 'port' | 'start' | 'startBeside' | 'stop'>
  /** Proves an address of the number in use by a probe. */
  readonly prove: (url: string) => Promise<unknown>
  /** Opens {@link Ways.current} in place of what is open, if a number is in use. */
  readonly reopen: () => Promise<void>
  readonly http: Http
  readonly clock: Clock
  readonly log: Log
}

type PlainWay = Omit<Way, 'standby'>

export function createWays(needs: WaysNeeds): Ways {
  const { settings, forcedHost, secrets, listener, http, clock, log } = needs

  function wayOf(name: WayIn): PlainWay {
    const { tunnelHost, ngrokDomain, ownAddress, ownPort } = settings()
    switch (name) {
      case 'localtunnel':
        return { name, port: 0, ...createLocaltunnel({ host: forcedHost ?? tunnelHost, http, clock, log }) }
      case 'ngrok': {
        const token = (): Promise<string | undefined> => secrets.get('ngrok-token')
        return {
          name,
          port: 0,
          ...createNgrok({ load: needs.loadNgrok, token, domain: ngrokDomain, clock, log }),
        }
      }
      case 'own':
        return { name, port: ownPort, ...createOwnAddress(ownAddress) }
    }
  }

  /** Whether there is nothing to choose. */
  const isGiven = (): boolean => forcedHost !== undefined || needs.isPractice()

  function first(): PlainWay {
    if (forcedHost !== undefined) return wayOf('localtunnel')
    return needs.isPractice() ? { name: 'loopback', port: 0, ...createLoopback() } : wayOf(settings().way)
  }

  const second = (): WayIn | undefined => (isGiven() ? undefined : standbyOf(settings()))

  /** Whether replies come in by what is open, so that closing it a little later is worth it. */
  let isGood = false
  const linger = createLinger({ clock, log })
  const standby = createStandby({
    ...needs,
    reopen: () => reopen(),
    first,
    hasStandby: () => second() !== undefined,
  })

  function current(): Way {
    const name = second()
    if (standby.turn() === 'standby' && name !== undefined) return standIn(wayOf(name))
    const way = first()
    async function open(port: number, signal: AbortSignal) {
      signal.throwIfAborted()
      return standby.takeOver(port) ?? way.open(port, signal)
    }
    return { ...way, standby: false, open }
  }

  function standIn(way: PlainWay): Way {
    const lingers = (): boolean => standby.turn() === 'first' && isGood
    async function open(port: number, signal: AbortSignal) {
      linger.end()
      return linger.wrap(await way.open(port, signal), lingers)
    }
    return { ...way, standby: true, open }
  }

  async function settingsChanged(now: Settings, before: Settings): Promise<void> {
    if (isGiven()) return
    const change = wayChange(now, before)
    const isHeld = change.letGo !== undefined && change.letGo === listener.port()
    const isUsed = change.first || (change.standby && standby.turn() === 'standby')
    if (!isHeld && !isUsed) return
    begin()
    await reopen(isHeld)
  }

  /** With the first, at once: what was open before may stand in its way, such as another tunnel of the same account. */
  function begin(): void {
    isGood = false
    standby.reset()
  }

  async function reopen(letGo = false): Promise<void> {
    try {
      if (letGo) await listener.stop()
      await needs.reopen()
    } catch (thrown) {
      log.error('ways: could not be opened', thrown)
    }
  }

  function tokenChanged(): void {
    if (isGiven()) return
    if (settings().way === 'ngrok') begin()
    else if (current().name !== 'ngrok') return
    void reopen()
  }

  async function told(): Promise<WaysTold> {
    const hasToken = (await secrets.get('ngrok-token')) !== undefined
    const lacks = new Map<WayIn, 'token' | 'address'>()
    if (!hasToken) lacks.set('ngrok', 'token')
    if (settings().ownAddress === '') lacks.set('own', 'address')
    return {
      ways: waysIn.map((way) => {
        const lack = lacks.get(way)
        return lack === undefined ? { way } : { way, needs: lack }
      }),
      ...(forcedHost === undefined ? {} : { forcedHost: new URL(forcedHost).host }),
    }
  }

  return {
    current,
    reachChanged(now) {
      isGood = now.state === 'reachable'
      if (now.state === 'off' || (isGood && now.standby !== true)) linger.end()
      standby.reachChanged(now)
    },
    settingsChanged,
    told,
    async setNgrokToken(typed) {
      const token = readNgrokToken(typed)
      if (token === undefined) throw new TernError('ngrok.tokenShape')
      await secrets.set('ngrok-token', token)
      tokenChanged()
      return told()
    },
    async forgetNgrokToken() {
      await secrets.delete('ngrok-token')
      tokenChanged()
      return told()
    },
  }
}
