/**
 * Writes down how reachable a number is: each move of the way in with its reason, each proof, each gap. What the rules
 * of `shared/core/reach-gaps.ts` say goes to the store; while the store takes nothing it is kept, and tried again.
 */
import { gapMove, type GapMove } from '../../shared/core/reach-gaps.ts'
import type { ReachEvent, ReachMachine } from '../../shared/core/reach-machine.ts'
import { toErrorValue, type ErrorValue } from '../../shared/errors.ts'
import type { Gap, GapReason } from '../../shared/model/gap.ts'
import type { Clock, Log } from '../ports.ts'
import type { GapStore } from '../store/store.ts'
import { lookEveryMs } from './watch-system.ts'

export interface BookNeeds {
  readonly gaps: GapStore
  readonly clock: Pick<Clock, 'now'>
  /** Whole milliseconds that went by, sleep included; setting the clock does not change it. */
  readonly elapsed: () => number
  readonly probeEveryMs: () => number
  /** Whether a number's gaps are kept: those of practice are not. */
  readonly keeps: (numberId: number) => boolean
  readonly onGap: (gap: Gap) => void
  /** The store took nothing; or (undefined) it does again. */
  readonly onTrouble: (error: ErrorValue | undefined) => void
  readonly log: Log
}

export interface Book {
  /** A number comes into use. At a start: since the last proof Tern was not running. */
  readonly open: (numberId: number) => void
  /** The way in went a step on. */
  readonly step: (numberId: number, before: ReachMachine, after: ReachMachine, event: ReachEvent) => void
  /** Aircall says that it holds our address. @param at when it was asked */
  readonly held: (numberId: number, at: number) => void
  /** The number has been given back: from now on there is nothing to prove. */
  readonly released: (numberId: number) => void
  /** The number is given back for the time that Tern is away. @param at when Aircall was told to */
  readonly handedBack: (numberId: number, at: number) => void
}

interface Moment {
  readonly wall: number
  readonly elapsed: number
}

export function createBook(needs: BookNeeds): Book {
  const { gaps, clock, log } = needs
  /** When the last proof of this start came, by `elapsed`. */
  let provenAt: number | undefined
  /** What the clock showed when it was last looked at. */
  let seen = { wall: clock.now(), elapsed: needs.elapsed() }
  let waiting: (() => void)[] = []

  /** Does it now, after what waits. */
  function write(act: () => void): void {
    waiting.push(act)
    try {
      for (let next = waiting[0]; next !== undefined; next = waiting[0]) {
        next()
        waiting = waiting.slice(1)
      }
      needs.onTrouble(undefined)
    } catch (thrown) {
      log.error('reach: not written down', thrown)
      needs.onTrouble(toErrorValue(thrown))
    }
  }

  function tell(gap: Gap | undefined): void {
    if (gap !== undefined) needs.onGap(gap)
  }

  function begin(numberId: number, reason: GapReason): void {
    const proofs = gaps.proofs(numberId)
    // What was never proven has no gaps; and what was handed back is not missed here.
    if (proofs === undefined || gaps.open(numberId)?.reason === 'handedBack') return
    tell(gaps.begin(numberId, reason === 'displaced' ? proofs.held : proofs.last, reason))
  }

  /**
   * The clock was set. What shows times of the old one ends at the old one's time, and what began before goes on by the
   * new one, so that every moment of both is in a gap that was in one.
   */
  function clockSet(numberId: number, now: Moment, before: Moment): void {
    const oldWall = before.wall + now.elapsed - before.elapsed
    const open = gaps.open(numberId)
    if (open !== undefined) {
      gaps.end(numberId, oldWall)
      tell(gaps.get(open.id))
      tell(gaps.begin(numberId, now.wall - lookEveryMs, open.reason))
    } else if (gaps.proofs(numberId) !== undefined && provenAt !== undefined)
      gaps.proven(numberId, now.wall - (now.elapsed - provenAt))
  }

  /** Aircall sends its replies here again, but they may not arrive. */
  function notBackYet(numberId: number): void {
    const proofs = gaps.proofs(numberId)
    const isAway = gaps.open(numberId)?.reason === 'handedBack'
    if (proofs !== undefined && isAway) tell(gaps.begin(numberId, proofs.held, 'lost'))
  }

  /** @param roundTrip of the proof: what was proven is the moment when the probe left */
  function keep(numberId: number, move: GapMove, at: number, roundTrip: number): void {
    switch (move.kind) {
      case 'begin':
        return begin(numberId, move.reason)
      case 'unproven':
        return notBackYet(numberId)
      case 'provenLate':
        begin(numberId, move.reason)
        break
      case 'proven':
    }
    tell(gaps.end(numberId, at))
    gaps.proven(numberId, at - roundTrip)
  }

  return {
    open(numberId) {
      provenAt = undefined
      if (!needs.keeps(numberId)) return
      write(() => {
        if (gaps.open(numberId) === undefined) begin(numberId, 'notRunning')
      })
    },
    step(numberId, before, after, event) {
      if (!needs.keeps(numberId)) return
      const earlier = seen
      seen = { wall: clock.now(), elapsed: needs.elapsed() }
      const now = seen
      const at = now.wall
      const { state: from } = before
      const { state: to, error } = after
      const sinceProofMs = provenAt === undefined ? undefined : now.elapsed - provenAt
      const move = gapMove(before, after, event, { sinceProofMs, probeEveryMs: needs.probeEveryMs() })
      if (event.kind === 'clock') write(() => clockSet(numberId, now, earlier))
      const roundTrip = after.proof?.roundTrip ?? 0
      if (after.proof !== before.proof) provenAt = now.elapsed - roundTrip
      if (move === undefined && from === to) return
      write(() => {
        if (move !== undefined) keep(numberId, move, at, roundTrip)
        const code = error === undefined ? {} : { code: error.code }
        if (from !== to) gaps.addChange({ at, from, to, reason: event.kind, ...code })
      })
    },
    held(numberId, at) {
      if (needs.keeps(numberId)) write(() => gaps.held(numberId, at))
    },
    released(numberId) {
      const at = clock.now()
      write(() => tell(gaps.forgetProofs(numberId, at)))
    },
    handedBack(numberId, at) {
      write(() => {
        if (gaps.proofs(numberId) !== undefined) tell(gaps.begin(numberId, at, 'handedBack'))
      })
    },
  }
}
