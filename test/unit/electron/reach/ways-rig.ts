import type { OpenTunnel, SecretName } from '../../../../electron/ports.ts'
import type { NgrokApi } from '../../../../electron/reach/ngrok-api.ts'
import { createWays } from '../../../../electron/reach/ways.ts'
import { TernError } from '../../../../shared/errors.ts'
import type { ReachState } from '../../../../shared/model/reach.ts'
import { defaultSettings, type Settings } from '../../../../shared/model/settings.ts'
import { createFakeClock } from '../support/clock.ts'
import { quietLog } from '../support/quiet-log.ts'

export const token = `2${'aB3'.repeat(8)}xy_${'7Kq'.repeat(7)}`
export const second = 1000
export const minute = 60 * second

/**
 * The ways in with the first at an own address and ngrok as the standby, and in place of the reach service a record of
 * what was opened.
 */
export function rig(patch: Partial<Settings> = {}, forcedHost?: string) {
  const clock = createFakeClock()
  let settings: Settings = {
    ...defaultSettings,
    way: 'own',
    standby: 'ngrok',
    ownAddress: 'https://replies.example.org',
    ...patch,
  }
  const secrets = new Map<SecretName, string>([['ngrok-token', token]])
  const world = {
    practice: false,
    firstProves: true,
    storeFails: false,
    /** Whether the service says what becomes of an opening. */
    tells: true,
    ngrokOpens: true,
    port: 4000 as number | undefined,
    /** How often ngrok was opened, and closed. */
    connects: 0,
    closes: 0,
    /** What is open in the service, newest last; each closes the one before. */
    opened: [] as { readonly name: string; readonly standby: boolean; readonly tunnel: OpenTunnel }[],
    done: [] as string[],
  }
  const ngrok: NgrokApi = {
    SessionBuilder: class {
      authtoken(): void {}
      handleDisconnection(): void {}
      connect() {
        if (!world.ngrokOpens) return Promise.reject(new Error('no connection'))
        world.connects += 1
        return Promise.resolve({
          httpEndpoint: () => ({
            domain: () => undefined,
            listenAndForward: () =>
              Promise.resolve({
                url: () => 'https://quiet.ngrok-free.dev',
                join: () => new Promise<void>(() => undefined),
                close: () => Promise.resolve(void (world.closes += 1)),
              }),
          }),
          close: () => Promise.resolve(),
        })
      }
    },
  }
  const ways = createWays({
    settings: () => settings,
    forcedHost,
    isPractice: () => world.practice,
    secrets: {
      get: (name) => Promise.resolve(secrets.get(name)),
      set: (name, value) => Promise.resolve(void secrets.set(name, value)),
      delete: (name) => Promise.resolve(void secrets.delete(name)),
    },
    loadNgrok: () => Promise.resolve(ngrok),
    listener: {
      port: () => world.port,
      start: (port = 0) => Promise.resolve((world.port = port === 0 ? (world.port ?? 4000) : port)),
      startBeside(port) {
        world.done.push(`listen beside at ${port}`)
        return Promise.resolve(() => Promise.resolve(void world.done.push(`give up ${port}`)))
      },
      stop() {
        world.done.push('listen no more')
        world.port = undefined
        return Promise.resolve()
      },
    },
    prove(url) {
      world.done.push(`prove ${url}`)
      return world.firstProves ? Promise.resolve() : Promise.reject(new TernError('probe.failed'))
    },
    reopen,
    http: () => Promise.reject(new Error('nobody asks a tunnel server here')),
    clock,
    log: { ...quietLog, error: (what) => world.done.push(what) },
  })

  /** As the reach service does it: closes what is open, opens the current one, and tells. */
  async function reopen(): Promise<void> {
    const tells = (...said: Parameters<typeof tell>): void => void (world.tells && tell(...said))
    const way = ways.current()
    await world.opened.at(-1)?.tunnel.close()
    world.done.push(`open ${way.name}`)
    if (world.storeFails) throw new TernError('store.failed')
    tells('opening', way.standby)
    if (way.port !== 0) world.port = way.port
    try {
      const tunnel = await way.open(world.port ?? 4000, new AbortController().signal)
      world.opened.push({ name: way.name, standby: way.standby, tunnel })
      const proves = way.name !== 'own' || world.firstProves
      tells(proves ? 'reachable' : 'lost', way.standby, proves ? undefined : 'probe.failed')
    } catch (thrown) {
      tells('lost', way.standby, thrown instanceof TernError ? thrown.code : 'app.internal')
    }
  }

  function tell(state: ReachState, standby: boolean, code?: TernError['code']): void {
    ways.reachChanged({
      state,
      since: clock.now(),
      ...(standby ? { standby } : {}),
      ...(code === undefined ? {} : { error: { code, detail: {} } }),
    })
  }

  const settle = async (): Promise<void> => {
    for (let turn = 0; turn < 80; turn += 1) await Promise.resolve()
  }
  return {
    ways,
    world,
    secrets,
    clock,
    tell,
    settle,
    reopen,
    async pass(ms: number): Promise<void> {
      for (let left = ms; left > 0; left -= second) {
        clock.advance(Math.min(second, left))
        await settle()
      }
    },
    async set(change: Partial<Settings>): Promise<void> {
      const before = settings
      settings = { ...settings, ...change }
      await ways.settingsChanged(settings, before)
      await settle()
    },
  }
}

/** The first was lost, and the standby has taken its place. */
export async function onStandby(patch: Partial<Settings> = {}) {
  const game = rig(patch)
  game.world.firstProves = false
  await game.reopen()
  await game.pass(30 * second)
  return game
}
