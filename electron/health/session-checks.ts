/** What each check tries, with the parts of a session. */
import { callbackPath, secretOfCallbackUrl } from '../../shared/core/registration.ts'
import { TernError } from '../../shared/errors.ts'
import type { CheckedPart } from '../../shared/model/health.ts'
import type { OurNumber } from '../../shared/model/number.ts'
import type { Keeper } from '../backups/keeper.ts'
import type { Listener } from '../callback/listener.ts'
import type { Http } from '../ports.ts'
import { needHeld } from '../reach/register.ts'
import type { ReachService } from '../reach/reach.ts'
import type { SetupService } from '../setup/service.ts'
import type { StorageWatch } from '../storage/storage-watch.ts'
import type { Store } from '../store/store.ts'
import type { Check } from './checks.ts'

export interface SessionChecksNeeds {
  readonly setup: Pick<SetupService, 'get' | 'aircall'>
  readonly store: { readonly numbers: Pick<Store['numbers'], 'registration'> }
  readonly listener: Pick<Listener, 'port' | 'expectProbe'>
  readonly reach: Pick<ReachService, 'check' | 'current'>
  readonly keeper: Pick<Keeper, 'checkFile'>
  readonly storage: Pick<StorageWatch, 'check'>
  readonly notificationsOn: () => boolean
  readonly testNotification: () => Promise<void>
  readonly http: Http
}

/** Milliseconds. The file of many messages takes its time; what finds it slow goes on by itself. */
const limits = {
  key: 20_000,
  number: 30_000,
  registration: 20_000,
  listener: 5_000,
  proof: 60_000,
  store: 300_000,
  notifications: 10_000,
  disk: 10_000,
} as const satisfies Record<CheckedPart, number>

export function sessionChecks(needs: SessionChecksNeeds): Readonly<Record<CheckedPart, Check>> {
  const { setup, store, listener, reach, keeper, storage, http } = needs
  const number = (): OurNumber | undefined => setup.get().number
  const registrationOf = ({ id }: OurNumber) => store.numbers.registration(id)

  const check = (part: CheckedPart, isSetUp: () => boolean, run: () => Promise<void>): Check => ({
    isSetUp,
    run,
    limitMs: limits[part],
  })
  /** One that needs the number in use. */
  const ofNumber = (part: CheckedPart, run: (number: OurNumber) => Promise<void>): Check =>
    check(
      part,
      () => number() !== undefined,
      async () => {
        const inUse = number()
        if (inUse === undefined) throw new TernError('app.notReady')
        await run(inUse)
      },
    )

  return {
    key: check(
      'key',
      () => setup.get().mode !== 'none',
      async () => (await setup.aircall()).ping(),
    ),
    number: ofNumber('number', async ({ id }) => {
      const numbers = await (await setup.aircall()).numbers()
      if (!numbers.some((one) => one.id === id)) throw new TernError('aircall.notFound')
    }),
    registration: ofNumber('registration', async (inUse) => {
      const held = await (await setup.aircall()).configuration.get(inUse.id)
      needHeld(held, registrationOf(inUse)?.callbackUrl ?? '')
    }),
    listener: ofNumber('listener', async (inUse) => {
      const port = listener.port()
      if (port === undefined) throw new TernError('listener.failed')
      const registration = registrationOf(inUse)
      const secret = registration && secretOfCallbackUrl(registration.callbackUrl)
      // It has no path before the number was registered for the first time.
      if (secret === undefined) return
      await askListener({ http, listener, port, secret, numberId: inUse.id })
    }),
    proof: ofNumber('proof', async () => {
      const { state, error } = await reach.check()
      if (state === 'reachable') return
      throw new TernError(error?.code ?? 'probe.failed', error?.detail)
    }),
    store: check('store', always, async () => {
      const { checkError } = await keeper.checkFile()
      if (checkError !== undefined) throw new TernError(checkError.code, checkError.detail)
    }),
    notifications: check('notifications', needs.notificationsOn, needs.testNotification),
    disk: check('disk', always, async () => storage.check()),
  }
}

const always = (): boolean => true

/** A test as from outside, but on this computer: whether it is the listener that does not answer, or the way to it. */
async function askListener(needs: {
  readonly http: Http
  readonly listener: Pick<Listener, 'expectProbe'>
  readonly port: number
  readonly secret: string
  readonly numberId: number
}): Promise<void> {
  const pending = needs.listener.expectProbe(needs.numberId)
  try {
    const said = await needs.http({
      method: 'POST',
      url: `http://127.0.0.1:${needs.port}${callbackPath(needs.secret)}`,
      headers: { 'content-type': 'application/json' },
      body: pending.body,
      timeoutMs: limits.listener,
      once: true,
    })
    if (said.text.trim() !== pending.answer) throw new TernError('listener.failed', { status: said.status })
  } catch (thrown) {
    if (thrown instanceof TernError) throw thrown
    throw new TernError('listener.failed', {}, thrown)
  } finally {
    pending.end()
  }
}
