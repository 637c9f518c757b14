/** Tern's listener in front of Tern's store. */
import { randomBytes } from 'node:crypto'
import * as v from 'valibot'
import { createArrivalLog } from '../../../electron/callback/arrival-log.ts'
import { createListener } from '../../../electron/callback/listener.ts'
import { practiceNumbers } from '../../../electron/practice/practice.ts'
import { openStore } from '../../../electron/store/open.ts'
import { systemClock } from '../../../electron/system-clock.ts'
import { readCallback } from '../../../shared/core/callback.ts'
import { callbackPath } from '../../../shared/core/registration.ts'
import { answer, argument, errorLog, onEnd } from './run.ts'

const Needs = v.object({ path: v.string(), token: v.string() })
const { path, token } = v.parse(Needs, argument())
const [number] = practiceNumbers
if (number === undefined) throw new Error('the practice Aircall has no number')

const key = randomBytes(32).toString('hex')
const store = openStore({ path, key, clock: systemClock, log: errorLog })
store.numbers.save({ ...number, practice: false })

const arrivals = createArrivalLog({ store: store.arrivals, clock: systemClock, log: errorLog })
const listener = createListener({
  receive: store.messages.receive,
  read: readCallback,
  onReception: () => undefined,
  onArrival: arrivals.note,
  clock: systemClock,
  log: errorLog,
})
const secret = randomBytes(16).toString('hex')
listener.setRoute({ numberId: number.id, secret, tokens: [token] })
const port = await listener.start()
onEnd(async () => {
  await listener.stop()
  arrivals.stop()
  store.close()
})
answer({ port, path: callbackPath(secret) })
