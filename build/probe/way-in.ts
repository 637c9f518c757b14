/** Opens the way in for callbacks and proves, before Aircall hears of it, that a request from outside comes in. */
import { errorWords } from '../../shared/words/errors.ts'
import { toErrorValue } from '../../shared/errors.ts'
import { HttpFailure, type Tunnel } from '../../electron/ports.ts'
import { tunnelHeaders } from '../../electron/reach/localtunnel.ts'
import { orStopped } from './api.ts'
import { pause, type Session } from './session.ts'

/** A way in of the user's own: an address that leads to the port. */
export const ownAddress = (url: string): Tunnel => ({
  open: () =>
    Promise.resolve({ url, ended: new Promise<void>(() => undefined), close: () => Promise.resolve() }),
})

const tries = 3
const checkTimeoutMs = 10_000

/** Answers nothing when it is open, or a sentence that says why it is not. */
export async function openWayIn(session: Session): Promise<string | undefined> {
  const { catcher, journal, signal } = session
  try {
    const port = await catcher.start(session.port)
    session.closeWayIn = catcher.stop
    const tunnel = await orStopped(session.tunnel.open(port, signal), signal)
    session.closeWayIn = async () => {
      await tunnel.close()
      await catcher.stop()
    }
    void tunnel.ended.then(() => {
      if (session.live) journal.wayInLost = true
    })
    // Whose address it is, is of no use to the report.
    session.veil.keep(new URL(tunnel.url).host)
    for (let left = tries - 1; ; left -= 1) {
      const why = await check(session, tunnel.url)
      if (why === undefined) session.base = tunnel.url
      if (why === undefined || left === 0) return why
      await pause(session, session.waits.settle)
    }
  } catch (thrown) {
    signal.throwIfAborted()
    return errorWords(toErrorValue(thrown)).what
  }
}

async function check({ catcher, http }: Session, base: string): Promise<string | undefined> {
  const expected = catcher.expectCheck()
  try {
    const said = await http({
      method: 'POST',
      url: catcher.address(base, 'first'),
      headers: { ...tunnelHeaders, 'content-type': 'application/json' },
      body: expected.body,
      timeoutMs: checkTimeoutMs,
      once: true,
    })
    if (said.status === 200 && said.text.trim() === expected.answer) return undefined
    return `A test from outside did not come through: it was answered with ${String(said.status)}.`
  } catch (thrown) {
    if (!(thrown instanceof HttpFailure)) throw thrown
    return 'A test from outside did not come through.'
  } finally {
    expected.end()
  }
}
