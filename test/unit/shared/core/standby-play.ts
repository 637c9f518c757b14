import {
  lostForMs,
  standbyStart,
  stepStandby,
  tryEveryMs,
  type Standby,
  type StandbyCommand,
  type StandbyEvent,
} from '../../../../shared/core/standby.ts'

export const second = 1000
export const minute = 60 * second

export const reachable: StandbyEvent = { kind: 'reach', state: 'reachable' }
export const opening: StandbyEvent = { kind: 'reach', state: 'opening' }
export const lost: StandbyEvent = { kind: 'reach', state: 'lost', error: 'tunnel.unanswered' }
export const refused: StandbyEvent = { kind: 'reach', state: 'lost', error: 'aircall.keyRefused' }
export const off: StandbyEvent = { kind: 'reach', state: 'off' }
export const good: StandbyEvent = { kind: 'tried', good: true }
export const bad: StandbyEvent = { kind: 'tried', good: false }

const nameOf = (command: StandbyCommand): string =>
  command.kind === 'use' ? `use ${command.turn}` : command.kind

/** A machine with a timer of its own: each wait is answered by `due` when its time has come. */
export function play(start = 0) {
  let standby: Standby = standbyStart
  let now = start
  let due: number | undefined
  const done: { at: number; command: StandbyCommand }[] = []
  function tell(event: StandbyEvent): void {
    const step = stepStandby(standby, event, now)
    standby = step.standby
    for (const command of step.commands) {
      if (command.kind === 'wait') due = now + command.ms
      else if (command.kind === 'stopWaiting') due = undefined
      else done.push({ at: now, command })
    }
  }
  return {
    tell,
    /** Lets time go by, with what falls due. */
    pass(ms: number): void {
      const end = now + ms
      for (let turns = 0; due !== undefined && due <= end; turns += 1) {
        if (turns > 1000) throw new Error('it never comes to rest')
        now = Math.max(now, due)
        due = undefined
        tell({ kind: 'due' })
      }
      now = end
    },
    /** As a sleep does: time goes by, and what fell due comes at its end. */
    sleep(ms: number): void {
      now += ms
      if (due === undefined || due > now) return
      due = undefined
      tell({ kind: 'due' })
    },
    standby: () => standby,
    now: () => now,
    due: () => due,
    /** What it was told to do, the waits left out, in seconds: `30 use standby`. */
    done: () => done.map(({ at, command }) => `${String(at / second)} ${nameOf(command)}`),
    commands: () => done,
  }
}

/** Lost at once, and half a minute later on the standby, which works. */
export function onStandby() {
  const game = play()
  game.tell(lost)
  game.pass(lostForMs)
  game.tell(opening)
  game.tell(reachable)
  return game
}

/** One trial after the other, for so long. */
export function tryFor(game: ReturnType<typeof play>, ms: number, end: StandbyEvent): void {
  for (let left = ms; left > 0; left -= tryEveryMs) {
    game.pass(tryEveryMs)
    game.tell(end)
  }
}
