import type { Configuration } from '../../../../electron/aircall/aircall.ts'
import { createProbes } from '../../../../electron/callback/probes.ts'
import type { CallbackRoute } from '../../../../electron/callback/routes.ts'
import type { OpenTunnel } from '../../../../electron/ports.ts'
import type { Book } from '../../../../electron/reach/book.ts'
import { createReach } from '../../../../electron/reach/service.ts'
import type { Way } from '../../../../electron/reach/ways.ts'
import type { Registration } from '../../../../electron/store/store.ts'
import { TernError } from '../../../../shared/errors.ts'
import type { Reach } from '../../../../shared/model/reach.ts'
import { createFakeClock } from '../support/clock.ts'
import { quietLog } from '../support/quiet-log.ts'

/** Everything around the service, well behaved until told otherwise. */
export function rig() {
  const clock = createFakeClock()
  const probes = createProbes()
  const told: Reach[] = []
  /** What was written down, beside the steps. */
  const booked: string[] = []
  const saved = new Map<number, Registration>()
  const routes = new Map<number, CallbackRoute>()
  const tunnels: (OpenTunnel & { end: () => void; closed: boolean })[] = []
  const world = {
    opens: true,
    registers: true,
    probesPass: true,
    key: true,
    listens: true,
    way: { name: 'localtunnel', standby: false, port: 0 } as Omit<Way, 'open'>,
    probeEveryMs: 60_000,
    /** What was probed. */
    addresses: [] as string[],
    /** The ports that tunnels were opened for. */
    ports: [] as number[],
    probed: 0,
    posts: 0,
    deletes: 0,
    /** Waited for before a POST or a DELETE of the configuration is done. */
    writes: Promise.resolve(),
    /** What the next DELETE is answered with, if not with a yes. */
    refusal: undefined as TernError | undefined,
    /** Whether a refused DELETE is done all the same. */
    doneAllTheSame: false,
  }
  let held: Configuration | undefined
  const refuse = (): Promise<never> => Promise.reject(new Error('not in this test'))

  const note =
    (what: string) =>
    (numberId: number): void =>
      void booked.push(`${what} ${numberId}`)
  const book: Book = {
    open: note('open'),
    step: () => undefined,
    held: note('held'),
    released: note('released'),
    handedBack: note('handedBack'),
  }

  const reach = createReach({
    listener: {
      start(port = 0) {
        if (!world.listens) return Promise.reject(new TernError('listener.failed'))
        return Promise.resolve(port === 0 ? 4000 : port)
      },
      stop: () => Promise.resolve(),
      startBeside: refuse,
      port: () => 4000,
      retry: () => undefined,
      setRoute: (route) => routes.set(route.numberId, { ...route }),
      clearRoutes: () => routes.clear(),
      expectProbe: probes.expect,
    },
    way: () => ({
      ...world.way,
      open(port) {
        world.ports.push(port)
        if (!world.opens) return Promise.reject(new TernError('tunnel.unanswered', { host: 'h' }))
        let end = (): void => undefined
        const ended = new Promise<void>((resolve) => (end = resolve))
        const tunnel = {
          url: `https://t${tunnels.length + 1}.example`,
          ended,
          end,
          closed: false,
          close: () => {
            tunnel.closed = true
            end()
            return ended
          },
        }
        tunnels.push(tunnel)
        return Promise.resolve(tunnel)
      },
    }),
    aircall: () => {
      if (!world.key) throw new TernError('app.notReady')
      return {
        ping: refuse,
        company: refuse,
        numbers: refuse,
        send: refuse,
        configuration: {
          get: () => Promise.resolve(held),
          set: async (_numberId, callbackUrl) => {
            world.posts += 1
            await world.writes
            if (!world.registers) return Promise.reject(new TernError('aircall.unreachable'))
            held = { callbackUrl, token: `token-${world.posts}` }
            return held
          },
          remove: async () => {
            world.deletes += 1
            await world.writes
            const { refusal } = world
            if (refusal === undefined || world.doneAllTheSame) held = undefined
            world.refusal = undefined
            if (refusal !== undefined) throw refusal
          },
        },
      }
    },
    store: {
      registration: (id) => saved.get(id),
      saveRegistration: (registration) => saved.set(registration.numberId, registration),
    },
    http: ({ url, body }) => {
      world.addresses.push(url)
      world.probed += 1
      const number = [...routes.keys()][0] ?? 0
      const text = world.probesPass ? probes.answerTo(number, body ?? '') : 'somebody else'
      return Promise.resolve({ status: 200, headers: {}, text: text ?? '' })
    },
    book,
    clock,
    elapsed: () => clock.now(),
    log: quietLog,
    onChange: (now) => told.push(now),
    random: () => 0,
    times: () => ({ probeEveryMs: world.probeEveryMs, probeAgainMs: 2000 }),
  })
  /** Lets everything happen that needs no time. */
  const settle = async (): Promise<void> => {
    for (let turn = 0; turn < 60; turn += 1) await Promise.resolve()
  }
  const advance = async (ms: number): Promise<void> => {
    clock.advance(ms)
    await settle()
  }
  return {
    reach,
    world,
    told,
    booked,
    hold: (now: Configuration | undefined) => void (held = now),
    saved,
    routes,
    tunnels,
    clock,
    settle,
    advance,
    held: () => held,
  }
}
