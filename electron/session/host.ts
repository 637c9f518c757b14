import { TernError, toErrorValue } from '../../shared/errors.ts'
import type { Boot } from '../../shared/model/app.ts'
import type { Log } from '../ports.ts'
import type { Session, SessionHost } from './session.ts'

export function createSessionHost(needs: {
  readonly openSession: () => Promise<Session>
  readonly onBoot: (boot: Boot) => void
  readonly log: Log
}): SessionHost {
  let session: Session | undefined
  let boot: Boot = { state: 'starting' }
  let opening: Promise<Boot> | undefined
  let closed = false
  /** The session that a restart ends, and what comes between. */
  let ending: Promise<void> = Promise.resolve()

  function setBoot(next: Boot): Boot {
    boot = next
    needs.onBoot(next)
    return next
  }

  async function openOnce(): Promise<Boot> {
    if (session !== undefined) return boot
    try {
      const opened = await needs.openSession()
      if (closed) {
        await opened.close()
        return boot
      }
      session = opened
      return setBoot({ state: 'ready' })
    } catch (thrown) {
      needs.log.error('session: could not be opened', thrown)
      return setBoot({ state: 'blocked', error: toErrorValue(thrown) })
    }
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
    open() {
      opening ??= openOnce().finally(() => (opening = undefined))
      return opening
    },
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
      const ended = session
      session = undefined
      // How a restart went is for whoever asked for it.
      await Promise.allSettled([ending])
      await ended?.close()
    },
  }
}
