/** How the way in went from state to state, and how reachable it was, in words. */
import type { ReachChange, ReachReason, ReachState } from '../../shared/model/reach.ts'
import { errorWords } from '../../shared/words/errors.ts'

const states: Readonly<Record<ReachState, string>> = {
  off: 'Switched off',
  opening: 'Opening the way in',
  registering: 'Telling Aircall the address',
  proving: 'Testing from outside',
  reachable: 'Replies arrive',
  doubtful: 'Replies may not arrive',
  lost: 'Replies do not arrive',
}

const reasons: Readonly<Record<ReachReason, string>> = {
  start: 'a number is in use',
  stop: 'the number is not in use any more',
  opened: 'the way in is open',
  openFailed: 'the way in could not be opened',
  registered: 'Aircall has the address',
  registerFailed: 'Aircall did not take the address',
  proven: 'a test came through',
  missed: 'a test did not come through',
  ended: 'the connection broke',
  due: 'it was time to try again',
  check: 'somebody asked for a test',
  suspend: 'the computer went to sleep',
  resume: 'the computer woke up',
  network: 'the network is another one',
  clock: 'the clock of the computer was set',
  displaced: 'Aircall holds another address',
}

/** One move in one line: `Replies do not arrive: the connection broke.` */
export const moveWords = ({ to, reason }: Pick<ReachChange, 'to' | 'reason'>): string =>
  `${states[to]}: ${reasons[reason]}.`

/** What the error that came with it says. */
export const moveCause = ({ code }: Pick<ReachChange, 'code'>): string | undefined =>
  code === undefined ? undefined : errorWords({ code, detail: {} }).what

/** A share in percent; a hundred only when it was all of the time. */
export function shareWords(share: number): string {
  const tenths = Math.floor(share * 1000) / 10
  return share >= 1 ? '100%' : `${tenths.toFixed(1)}%`
}

/** How reachable this computer was: nothing where there was no time in use. */
export function uptimeWords({
  today,
  week,
}: {
  readonly today?: number | undefined
  readonly week?: number | undefined
}): string | undefined {
  const parts = [
    today === undefined ? undefined : `${shareWords(today)} of the time today`,
    week === undefined ? undefined : `${shareWords(week)} in the last 7 days`,
  ].filter((part) => part !== undefined)
  return parts.length === 0 ? undefined : `Replies could reach you ${parts.join(', ')}.`
}
