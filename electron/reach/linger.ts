/**
 * Keeps the tunnel of the standby open for a while after the first way in has taken its place: until Aircall has the new
 * address, replies go to the old one.
 */
import type { Clock, Log, OpenTunnel } from '../ports.ts'

export interface Linger {
  /** The tunnel, whose `close` waits for {@link end} while `lingers` says so. */
  readonly wrap: (tunnel: OpenTunnel, lingers: () => boolean) => OpenTunnel
  /** Closes what is still open. */
  readonly end: () => void
}

/** Less than it takes until a way in is given up: by then the address may be needed again. */
const longestMs = 20_000

export function createLinger({ clock, log }: { readonly clock: Clock; readonly log: Log }): Linger {
  let end = (): void => undefined

  function keep(tunnel: OpenTunnel): void {
    end()
    const stopTimer = clock.after(longestMs, () => end())
    end = () => {
      end = () => undefined
      stopTimer()
      tunnel.close().catch((thrown: unknown) => log.error('linger: could not be closed', thrown))
    }
  }

  return {
    wrap: (tunnel, lingers) => ({
      ...tunnel,
      close() {
        if (!lingers()) return tunnel.close()
        keep(tunnel)
        return Promise.resolve()
      },
    }),
    end: () => end(),
  }
}
