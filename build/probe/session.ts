/** What the steps of a run share. */
import type { AircallNumber } from '../../shared/model/number.ts'
import type { Clock, Http, Tunnel } from '../../electron/ports.ts'
import type { FetchMedia } from '../../electron/media/fetch-media.ts'
import { orStopped, type Api } from './api.ts'
import type { Asker, Consent } from './asker.ts'
import type { Custody, PutBack } from './custody.ts'
import type { Arrived, Journal } from './journal.ts'
import type { Catcher } from './catcher.ts'
import type { UnknownId } from './unknowns.ts'
import type { Veil } from './veil.ts'

/** How long things are waited for, milliseconds. */
export interface Waits {
  readonly readTimeout: number
  readonly writeTimeout: number
  /** After a configuration: for Aircall to try the address. */
  readonly addressCheck: number
  /** For the statuses of a text. */
  readonly statuses: number
  /** After the last callback: for another copy of it. */
  readonly settle: number
  /** How late the slow callback is answered. */
  readonly slow: number
  /** For a callback to come again that failed. */
  readonly again: number
  /** For a reply from the phone. */
  readonly reply: number
  /** Between tries to put the number back. */
  readonly putBack: readonly number[]
  /** For a POST that had no clear answer to be done late, before the number counts as put back. */
  readonly lateWrite: number
  /** Between two looks at a photo's address. */
  readonly photoLook: number
  /** For requests to be allowed again after a 429. */
  readonly limitOver: number
  readonly limitLook: number
}

export const usualWaits: Waits = {
  readTimeout: 15_000,
  writeTimeout: 30_000,
  addressCheck: 3_000,
  statuses: 60_000,
  settle: 5_000,
  slow: 8_000,
  again: 180_000,
  reply: 180_000,
  putBack: [0, 1_000, 3_000, 8_000, 15_000],
  lateWrite: 5_000,
  photoLook: 60_000,
  limitOver: 75_000,
  limitLook: 5_000,
}

export interface Session {
  readonly asker: Asker
  readonly api: Api
  readonly http: Http
  readonly fetchMedia: FetchMedia
  readonly tunnel: Tunnel
  /** Which way callbacks come, in one or two sentences: who could read them. */
  readonly tunnelWords: string
  readonly catcher: Catcher
  /** The port to listen on; 0 for any. */
  readonly port: number
  readonly baseUrl: string
  readonly clock: Clock
  readonly waits: Waits
  readonly journal: Journal
  readonly veil: Veil
  /** Aborted with {@link Stopped} when the probe is to end. */
  readonly signal: AbortSignal
  /** Ends what waits to put the number back. */
  readonly giveUp: AbortSignal
  /** For the practice Aircall and tests: whoever holds the phone hears what to do. */
  readonly onReplyAsked: (kind: string, phone: string, numberId: number) => void
  number?: AircallNumber
  /** E.164. */
  phone?: string
  custody?: Custody
  /** Whether the number holds one of our addresses now, so that callbacks come. */
  live: boolean
  /** The public base address of the way in. */
  base?: string
  closeWayIn?: () => Promise<void>
  putBack?: PutBack
  /** Epoch milliseconds. */
  readonly startedAt: number
}

export const pause = (session: Pick<Session, 'clock' | 'signal'>, ms: number): Promise<void> => {
  let cancel = (): void => undefined
  const over = new Promise<void>((resolve) => (cancel = session.clock.after(ms, resolve)))
  return orStopped(over, session.signal).finally(() => cancel())
}

/** Waits until `isOver`, looked at with each arrival, but not longer than `ms`; then for the last copies. */
export async function arrivals(
  session: Session,
  ms: number,
  isOver: (arrived: readonly Arrived[]) => boolean,
): Promise<void> {
  const { journal, catcher } = session
  const here = (): Arrived[] => journal.arrived.filter(({ phase }) => phase === journal.phase)
  if (!isOver(here())) {
    let stop = (): void => undefined
    const enough = new Promise<void>((resolve) => {
      stop = catcher.onArrival(() => {
        if (isOver(here())) resolve()
      })
    })
    await Promise.race([enough, pause(session, ms)]).finally(() => stop())
  }
  await pause(session, session.waits.settle)
}

/** Asks; a no is the reason why the unknowns were not asked. */
export async function agreed(
  session: Session,
  consent: Consent,
  unknowns: readonly UnknownId[],
): Promise<boolean> {
  const yes = await session.asker.consent(consent)
  if (!yes) session.journal.skip(unknowns, 'you did not agree to it')
  return yes
}
