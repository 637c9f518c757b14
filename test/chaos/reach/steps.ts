/** What can happen to the way in, one at a time or on top of each other. */
import { configureByOthers } from '../../support/others.ts'
import type { Random } from '../random.ts'
import { pause } from './time.ts'
import type { World } from './world.ts'

export interface Step {
  readonly name: string
  /** Makes it happen. Answers what ends it; the fault is held until Tern has noticed. */
  readonly begin: (world: World, random: Random) => Promise<Ending>
  /** Whether replies cannot arrive while it lasts, so that Tern has to notice. */
  readonly breaks: boolean
  /** Whether it may be over, and mended, as soon as it has begun. */
  readonly mends?: boolean
  /** Probes come through all the while: it shows when Tern looks at the registration. */
  readonly hidden?: boolean
}
type Ending = (world: World) => void | Promise<void>

const nothing: Ending = () => undefined
const minute = 60_000
/** Nobody answers there. */
const theirs = 'http://localhost:1/callback/somebody-else'

const front = (mode: Parameters<World['front']['set']>[0], name: string): Step => ({
  name,
  breaks: true,
  begin({ front: now }) {
    now.set(mode)
    return Promise.resolve(() => now.set('pass'))
  },
})

/** Something keeps Aircall from taking a new address, and the tunnel breaks, so that it has to. */
const refusing = (name: string, change: Parameters<World['practice']['behave']>[0]): Step => ({
  name,
  breaks: true,
  mends: true,
  async begin({ practice, tunnels }, random) {
    practice.behave(change)
    await tunnels.restart()
    await pause(random.int(1500))
    return async ({ practice: again, tern }) => {
      again.behave({ trouble: undefined, keyRefused: false, configureAgain: 'overwrites' })
      // The user has put it right, and says so.
      await tern().reach.check()
    }
  },
})

export const steps: readonly Step[] = [
  {
    name: 'the tunnel server crashes and is there again',
    breaks: true,
    mends: true,
    async begin({ tunnels }) {
      await tunnels.restart()
      return nothing
    },
  },
  {
    name: 'the tunnel server is away',
    breaks: true,
    async begin({ tunnels }, random) {
      await tunnels.down()
      await pause(random.int(1000))
      return () => tunnels.up()
    },
  },
  {
    name: 'the tunnel server hangs',
    breaks: true,
    begin({ tunnels }) {
      tunnels.freeze()
      return Promise.resolve(() => tunnels.thaw())
    },
  },
  {
    name: 'a stranger takes our subdomain',
    breaks: true,
    mends: true,
    async begin({ tunnels, practice, numberId, http }) {
      const held = practice.configured(numberId)
      await tunnels.restart()
      const name = held === undefined ? 'nobody' : new URL(held.callbackUrl).hostname.split('.')[0]
      const url = `${tunnels.host}/${name ?? 'nobody'}`
      await http({ method: 'GET', url, headers: {}, timeoutMs: 2000 }).catch(() => undefined)
      return nothing
    },
  },
  front('refuse', 'connections are refused'),
  front('hole', 'a black hole'),
  front('badGateway', '502s'),
  front('slow', 'slower than anybody waits'),
  {
    name: 'the network goes and comes back',
    breaks: true,
    begin({ front: now, tern }) {
      now.set('refuse')
      tern().reach.noticed('network')
      return Promise.resolve(() => {
        now.set('pass')
        tern().reach.noticed('network')
      })
    },
  },
  {
    name: 'another network',
    breaks: false,
    begin({ tern }) {
      tern().reach.noticed('network')
      return Promise.resolve(nothing)
    },
  },
  {
    name: 'sleep',
    breaks: true,
    async begin({ tern, front: now, time }, random) {
      tern().reach.noticed('suspend')
      now.set('hole')
      await pause(100 + random.int(200))
      time.sleep((1 + random.int(60)) * minute)
      return () => {
        now.set('pass')
        tern().reach.noticed('resume')
      }
    },
  },
  {
    name: 'the clock is set',
    breaks: false,
    begin({ tern, time }, random) {
      time.set((random.int(240) - 120) * minute)
      tern().reach.noticed('clock')
      return Promise.resolve(nothing)
    },
  },
  refusing('Aircall refuses the key', { keyRefused: true }),
  refusing('Aircall ignores a second address', { configureAgain: 'ignores' }),
  refusing('Aircall fails on a second address', { configureAgain: 'fails' }),
  refusing('Aircall is in trouble', { trouble: { kind: 'serverError', on: 'configuration', times: 2 } }),
  refusing('Aircall answers a POST with nothing clear', {
    trouble: { kind: 'halfAnswer', on: 'POST', times: 1, takesEffect: true },
  }),
  {
    name: 'somebody else takes the number',
    breaks: true,
    hidden: true,
    async begin(world) {
      await configureByOthers(world.practice, world.numberId, theirs)
      return async ({ tern, numberId }) => void (await tern().reach.use(numberId, { take: true }))
    },
  },
  {
    name: 'somebody puts the number back',
    breaks: true,
    hidden: true,
    async begin(world) {
      await configureByOthers(world.practice, world.numberId, undefined)
      return async ({ tern, numberId }) => void (await tern().reach.use(numberId, { take: true }))
    },
  },
  {
    name: 'Tern is quit and started',
    breaks: true,
    async begin(world, random) {
      await world.quit(false)
      await pause(random.int(500))
      return ({ start }) => start(false)
    },
  },
  {
    name: 'Tern hands the number back and is started',
    breaks: true,
    async begin(world, random) {
      await world.quit(true)
      await pause(random.int(500))
      return ({ start }) => start(true)
    },
  },
  {
    name: 'the user checks',
    breaks: false,
    async begin({ tern }) {
      await tern().reach.check()
      return nothing
    },
  },
]
