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
    async close() {
      // Not waited for: the keychain may be asking for its password. Nothing is open before it has answered.
      closed = true
      const ended = session
      session = undefined
      await ended?.close()
    },
  }
}
