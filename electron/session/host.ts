import { TernError, toErrorValue, type ErrorCode } from '../../shared/errors.ts'
import type { Boot } from '../../shared/model/app.ts'
import type { Clock, Log } from '../ports.ts'
import type { Session, SessionHost } from './session.ts'

/** What ends without Tern's doing, so that Tern goes on by itself. */
const passing: readonly ErrorCode[] = ['store.diskFull', 'store.readOnly']
/** Between two tries, milliseconds. */
const againMs = 5_000

export function createSessionHost(needs: {
  readonly openSession: () => Promise<Session>
  readonly onBoot: (boot: Boot) => void
  readonly clock: Pick<Clock, 'after'>
  readonly log: Log
}): SessionHost {
  let session: Session | undefined
  let boot: Boot = { state: 'starting' }
  let opening: Promise<Boot> | undefined
  let closed = false
  let stopWaiting = (): void => undefined
  /** The session that a restart ends, and what comes between. */
  let ending: Promise<void> = Promise.resolve()

  function setBoot(next: Boot): Boot {
    boot = next
    needs.onBoot(next)
    return next
  }

  async function openOnce(): Promise<Boot> {
    if (session !== undefined) return boot
    stopWaiting()
    try {
      const opened = await needs.openSession()
      if (closed) {
        await opened.close()
        return boot
      }
      session = opened
      return setBoot({ state: 'ready' })
    } catch (thrown) {
      const error = toErrorValue(thrown)
      const isNew = boot.state !== 'blocked' || boot.error.code !== error.code
      if (isNew) needs.log.error('session: could not be opened', thrown)
      if (!closed && passing.includes(error.code)) stopWaiting = needs.clock.after(againMs, () => void open())
      return isNew ? setBoot({ state: 'blocked', error }) : boot
    }
  }

  function open(): Promise<Boot> {
    opening ??= openOnce().finally(() => (opening = undefined))
    return opening
  }

  async function restartOnce(between: () => void | Promise<void>): Promise<Boot> {
    const ended = session
    session = undefined
    setBoot({ state: 'starting' })
    ending = (async () => {
      await ended?.close()
      await between()
    })()
    try {
      await ending
    } catch (thrown) {
      await openOnce()
      throw thrown
    }
    return openOnce()
  }

  return {
    boot: () => boot,
    peek: () => session,
    get() {
      if (session === undefined) throw new TernError('app.notReady')
      return session
    },
    open,
    async restart(between) {
      if (closed) throw new TernError('app.notReady')
      // Whatever is being opened comes first.
      await opening
      opening ??= restartOnce(between).finally(() => (opening = undefined))
      await opening
    },
    async close() {
      // Not waited for: the keychain may be asking for its password. Nothing is open before it has answered.
      closed = true
      stopWaiting()
      const ended = session
      session = undefined
      // How a restart went is for whoever asked for it.
      await Promise.allSettled([ending])
      await ended?.close({ leaving: true })
    },
  }
}
