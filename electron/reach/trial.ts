/** The trial of a way in beside the one that is used: it is opened and proven, again and again, and never registered. */
import { toErrorValue } from '../../shared/errors.ts'
import type { Listener } from '../callback/listener.ts'
import type { Log, OpenTunnel, Tunnel } from '../ports.ts'

export interface TrialNeeds {
  /** The way in to try, as the settings say now. */
  readonly first: () => { readonly port: number; readonly open: Tunnel['open'] }
  readonly listener: Pick<Listener, 'port' | 'start' | 'startBeside'>
  /** Proves an address of the number in use by a probe. */
  readonly prove: (url: string) => Promise<unknown>
  readonly log: Log
}

/** What a trial leaves open for its way in to be used. */
export interface OpenTrial {
  readonly tunnel: OpenTunnel
  /** The port that it leads to. */
  readonly port: number
  readonly close: () => void
}

export interface Trial {
  /** Opens it, unless it is open, and proves it. Undefined: it was ended meanwhile. */
  readonly run: () => Promise<boolean | undefined>
  readonly end: () => void
  /** Ends it without closing what is open. */
  readonly handOver: () => OpenTrial | undefined
}

interface Attempt {
  readonly abort: AbortController
  open?: OpenTrial | undefined
}

/** @param onEnded the tunnel went away between two runs, or during one */
export function createTrial(needs: TrialNeeds, onEnded: () => void): Trial {
  const { listener, log } = needs
  let attempt: Attempt | undefined

  async function open(mine: Attempt): Promise<OpenTrial> {
    const { signal } = mine.abort
    const first = needs.first()
    const isHere = first.port === 0 || first.port === listener.port()
    const giveUp = isHere ? undefined : await listener.startBeside(first.port)
    const port = isHere ? await listener.start() : first.port
    try {
      const tunnel = await first.open(port, signal)
      const opened: OpenTrial = { tunnel, port, close: () => close(tunnel, giveUp) }
      if (!signal.aborted) return opened
      opened.close()
      throw signal.reason as Error
    } catch (thrown) {
      await giveUp?.()
      throw thrown
    }
  }

  function close(tunnel: OpenTunnel, giveUp: (() => Promise<void>) | undefined): void {
    Promise.all([tunnel.close(), giveUp?.()]).catch((thrown: unknown) =>
      log.error('trial: could not be closed', thrown),
    )
  }

  async function opened(mine: Attempt): Promise<OpenTrial> {
    if (mine.open !== undefined) return mine.open
    const fresh = await open(mine)
    mine.open = fresh
    void fresh.tunnel.ended.then(() => {
      if (attempt !== mine || mine.open !== fresh) return
      mine.open = undefined
      fresh.close()
      onEnded()
    })
    return fresh
  }

  function end(): void {
    const ended = attempt
    attempt = undefined
    ended?.abort.abort()
    ended?.open?.close()
  }

  return {
    async run() {
      const mine = (attempt ??= { abort: new AbortController() })
      let good = false
      try {
        const { tunnel } = await opened(mine)
        await needs.prove(tunnel.url)
        good = mine.open?.tunnel === tunnel
      } catch (thrown) {
        log.info('trial: the first way in does not work', { code: toErrorValue(thrown).code })
      }
      if (attempt !== mine) return undefined
      if (!good) end()
      return good
    },
    end,
    handOver() {
      const left = attempt?.open
      attempt = undefined
      return left
    },
  }
}
