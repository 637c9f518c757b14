import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ErrorCode } from '../../../../shared/errors.ts'
import { isSettled, reachOf } from '../../../../shared/core/reach-told.ts'
import {
  reachOff,
  stepReach,
  type ReachCommand,
  type ReachEvent,
  type ReachMachine,
} from '../../../../shared/core/reach-machine.ts'

const moment = { now: 1000, chance: 0, probeEveryMs: 60_000, probeAgainMs: 2000 }
const error = { code: 'probe.failed', detail: {} } as const
const taken = { code: 'registration.taken', detail: {} } as const
const lostError = { code: 'tunnel.lost', detail: {} } as const
const url = 'https://abc.loca.lt'

function play(events: readonly ReachEvent[], from = reachOff(0)) {
  let machine = from
  let commands: readonly ReachCommand[] = []
  for (const event of events) ({ machine, commands } = stepReach(machine, event, moment))
  return { machine, commands, kinds: commands.map(({ kind }) => kind).join(' ') }
}

const displaced: ReachEvent = { kind: 'displaced', run: 1, error: taken }
const start: ReachEvent = { kind: 'start' }
const opened: ReachEvent = { kind: 'opened', run: 1, url }
const registered: ReachEvent = { kind: 'registered', run: 1, url }
const proven: ReachEvent = { kind: 'proven', run: 1, probe: 1, url, roundTrip: 12 }
const missed: ReachEvent = { kind: 'missed', run: 1, probe: 1, error }
const well = [start, opened, registered, proven] as const
const missed2: ReachEvent = { ...missed, probe: 2 }
const missed3: ReachEvent = { ...missed, probe: 3 }
const proven3: ReachEvent = { ...proven, probe: 3 }
const ended: ReachEvent = { kind: 'ended', run: 1, error: lostError }
const due: ReachEvent = { kind: 'due', run: 1 }
const check: ReachEvent = { kind: 'check' }
const stop: ReachEvent = { kind: 'stop' }
const openFailed: ReachEvent = { kind: 'openFailed', run: 1, error: lostError }
const registerFailed: ReachEvent = { kind: 'registerFailed', run: 1, error }

describe('transitions', () => {
  test.each<[string, readonly ReachEvent[], string, string]>([
    ['starts', [start], 'opening', 'stopWaiting close open'],
    ['open', [start, opened], 'registering', 'register'],
    ['registered', [start, opened, registered], 'proving', 'stopWaiting probe'],
    ['proven', [start, opened, registered, proven], 'reachable', 'wait'],
    ['one probe missed', [start, opened, registered, proven, due, missed2], 'doubtful', 'wait'],
    ['two missed', [start, opened, registered, proven, due, missed2, due, missed3], 'lost', 'close wait'],
    ['well again', [start, opened, registered, proven, due, missed2, due, proven3], 'reachable', 'wait'],
    ['first probe missed', [start, opened, registered, missed], 'lost', 'close wait'],
    ['not opened', [start, openFailed], 'lost', 'close wait'],
    ['not opened, tried again', [start, openFailed, due], 'opening', 'stopWaiting close open'],
    ['not registered: the tunnel stays', [start, opened, registerFailed], 'lost', 'wait'],
    ['registers again', [start, opened, registerFailed, due], 'registering', 'stopWaiting register'],
    ['tunnel ends when reachable', [start, opened, registered, proven, ended], 'lost', 'close wait'],
    ['tunnel ends while proving', [start, opened, registered, ended], 'lost', 'close wait'],
    ['tunnel ends in a wait', [start, opened, registerFailed, ended], 'lost', 'close'],
    ['opens after that', [start, opened, registerFailed, ended, due], 'opening', 'stopWaiting close open'],
    ['stops', [start, opened, registered, proven, stop], 'off', 'stopWaiting close'],
    ['late news after stop', [start, opened, stop, registered], 'off', ''],
    ['late opening after stop', [start, stop, opened], 'off', ''],
    ['check when reachable', [start, opened, registered, proven, check], 'reachable', 'stopWaiting probe'],
    ['check twice is one probe', [start, opened, registered, proven, check, check], 'reachable', ''],
    ['check when lost', [start, openFailed, check], 'opening', 'stopWaiting close open'],
    ['check when off', [check], 'off', ''],
    ['check when opening', [start, check], 'opening', ''],
    ['suspended', [...well, { kind: 'suspend' }], 'doubtful', 'wait'],
    ['awake again', [...well, { kind: 'suspend' }, { kind: 'resume' }], 'doubtful', 'stopWaiting probe'],
    ['awake, and nobody said it slept', [...well, { kind: 'resume' }], 'doubtful', 'stopWaiting probe'],
    ['awake while proving', [start, opened, registered, { kind: 'resume' }], 'proving', 'stopWaiting probe'],
    ['the probe from before the sleep', [...well, check, { kind: 'resume' }, missed2], 'doubtful', ''],
    ['proven after the sleep', [...well, { kind: 'resume' }, { ...proven, probe: 2 }], 'reachable', 'wait'],
    ['missed after the sleep', [...well, { kind: 'resume' }, missed2], 'lost', 'close wait'],
    ['another network', [...well, { kind: 'network' }], 'reachable', 'stopWaiting probe'],
    [
      'another network when lost',
      [start, openFailed, { kind: 'network' }],
      'opening',
      'stopWaiting close open',
    ],
    ['suspended when lost', [start, openFailed, { kind: 'suspend' }], 'lost', ''],
    ['somebody else has the number', [...well, displaced], 'lost', 'wait'],
    ['and Tern asks again', [...well, displaced, due], 'registering', 'stopWaiting register'],
    ['displaced when off', [start, stop, { ...displaced, run: 2 }], 'off', ''],
    ['proof of another address', [start, opened, registered, { ...proven, url: 'https://x' }], 'proving', ''],
    ['proof after the end', [start, opened, registered, ended, proven], 'lost', ''],
  ])('%s', (_name, events, state, kinds) => {
    const end = play(events)
    expect(end.machine.state).toBe(state)
    expect(end.kinds).toBe(kinds)
  })

  test('a registration under way holds the next one back until it has ended', () => {
    const waiting = play([start, opened, start, { kind: 'opened', run: 2, url: 'https://b' }])
    expect(waiting.machine.state).toBe('registering')
    expect(waiting.kinds).toBe('')
    const freed = play([registered], waiting.machine)
    expect(freed.commands).toEqual([{ kind: 'register', run: 2, url: 'https://b' }])
  })

  test('what the user is told: since, the error until it is well, the last proof', () => {
    const lost = play([start, opened, registered, proven, ended]).machine
    expect(reachOf(lost)).toEqual({
      state: 'lost',
      since: 1000,
      error: lostError,
      provenAt: 1000,
      roundTrip: 12,
      retryAt: 1500,
    })
    const again = stepReach(lost, due, { ...moment, now: 1500 }).machine
    expect(reachOf(again, { host: 'h' })).toMatchObject({
      state: 'opening',
      since: 1500,
      error: lostError,
      host: 'h',
    })
    expect(reachOf(play([start, opened, registered, proven]).machine, { host: 'h' })).not.toHaveProperty(
      'error',
    )
    expect(
      reachOf(play([start, opened, registered, proven, start]).machine, { host: 'h' }),
    ).not.toHaveProperty('provenAt')
  })

  test('waits longer after each failure, and short again after a proof', () => {
    const first = play([start, openFailed])
    const second = play([due, { ...openFailed, run: 2 }], first.machine)
    expect(first.commands.at(-1)).toMatchObject({ ms: 500 })
    expect(second.commands.at(-1)).toMatchObject({ ms: 1000 })
    const well = play([start, opened, registered, proven, ended])
    expect(well.commands.at(-1)).toMatchObject({ ms: 500 })
  })
})

/** A world that carries out commands in any order and to any end, as slow and as unlucky as it likes. */
function world(choices: readonly number[]) {
  let machine: ReachMachine = reachOff(0)
  let now = 0
  const opening: number[] = []
  const registering: { run: number; url: string }[] = []
  const probing: { run: number; probe: number; url: string }[] = []
  let wait: number | undefined
  let tunnels = 0
  let heldByAircall: string | undefined
  let provenUrl: string | undefined

  function send(event: ReachEvent): void {
    const step = stepReach(machine, event, { ...moment, now })
    machine = step.machine
    for (const command of step.commands) {
      if (command.kind === 'open') opening.push(command.run)
      if (command.kind === 'register') {
        registering.push(command)
        provenUrl = undefined
      }
      if (command.kind === 'probe') probing.push(command)
      if (command.kind === 'wait') wait = command.run
      if (command.kind === 'stopWaiting') wait = undefined
    }
    expect(registering.length).toBeLessThanOrEqual(1)
    // What others did there is only known once it was looked at.
    if (machine.state === 'reachable' && heldByAircall !== undefined) {
      expect(machine.url).toBeDefined()
      expect(heldByAircall).toBe(machine.url)
      expect(provenUrl).toBe(machine.url)
    }
    if (machine.state === 'off') expect(wait).toBeUndefined()
    if (machine.state === 'lost') expect(wait).toBe(machine.run)
    if (machine.state === 'registering' && registering.length === 0) throw new Error('nobody registers')
    if (machine.state === 'proving') expect(machine.probing).toBeDefined()
    if (isSettled(machine.state) && machine.state !== 'off' && machine.probing === undefined)
      expect(wait).toBeDefined()
  }

  for (const choice of choices) {
    now += 100
    const good = choice % 3 !== 0
    switch (Math.floor(choice / 3) % 10) {
      case 0:
        if (choice % 5 === 0) send({ kind: 'start' })
        break
      case 1:
        if (choice % 7 === 0) send({ kind: 'stop' })
        break
      case 2: {
        const run = opening.shift()
        if (run === undefined) break
        if (good) send({ kind: 'opened', run, url: `https://t${(tunnels += 1)}` })
        else send({ kind: 'openFailed', run, error: lostError })
        break
      }
      case 3: {
        const asked = registering.shift()
        if (asked === undefined) break
        if (good) {
          heldByAircall = asked.url
          send({ ...asked, kind: 'registered' })
        } else {
          if (choice % 2 === 0) heldByAircall = asked.url
          send({ kind: 'registerFailed', run: asked.run, error })
        }
        break
      }
      case 4:
      case 5: {
        const asked = probing.splice(choice % Math.max(probing.length, 1), 1)[0]
        if (asked === undefined) break
        if (good) {
          if (asked.url === machine.url) provenUrl = asked.url
          send({ ...asked, kind: 'proven', roundTrip: 5 })
        } else send({ kind: 'missed', run: asked.run, probe: asked.probe, error })
        break
      }
      case 6:
        if (wait !== undefined) {
          const run = wait
          wait = undefined
          send({ kind: 'due', run })
        } else send({ kind: 'check' })
        break
      case 7:
        send({ kind: 'ended', run: machine.run - (choice % 2), error: lostError })
        break
      case 8:
        send({ kind: (['suspend', 'resume', 'network', 'clock'] as const)[choice % 4] ?? 'resume' })
        break
      case 9:
        if (choice % 3 === 0) {
          heldByAircall = undefined
          send({ kind: 'displaced', run: machine.run - (choice % 2), error: taken })
        }
    }
  }
}

test('in any world: reachable only when proven on the address that Aircall holds, never two registrations, never stuck', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(1000), { minLength: 20, maxLength: 200 }), (choices) =>
      world([0, ...choices]),
    ),
    { numRuns: 500 },
  )
})

describe('how soon the next try comes', () => {
  const waitAfter = (code: ReachEvent & { kind: 'registerFailed' }, times: number): number => {
    const events = Array.from({ length: times }, (): ReachEvent[] => [code, due]).flat()
    const { machine } = play([start, opened, ...events.slice(0, -1)])
    return (machine.retryAt ?? 0) - moment.now
  }
  const failed = (code: ErrorCode) =>
    ({ kind: 'registerFailed', run: 1, error: { code, detail: {} } }) as const

  test.each(['aircall.keyRefused', 'aircall.numberInOtherMode', 'keychain.refused'] as const)(
    'after %s, which only the user can put right, seldom',
    (code) => {
      expect(waitAfter(failed(code), 1)).toBe(30_000)
      expect(waitAfter(failed(code), 20)).toBe(450_000)
    },
  )

  test('after what passes by itself, soon', () => {
    expect(waitAfter(failed('aircall.unreachable'), 1)).toBe(500)
    expect(waitAfter(failed('aircall.unreachable'), 20)).toBe(15_000)
  })
})
