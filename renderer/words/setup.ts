/** The steps of set-up, in words. */
import type { Reach } from '../../shared/model/reach.ts'
import type { SetupStepId } from '../../shared/model/setup.ts'

export interface StepWords {
  readonly name: string
  /** What the step is for. */
  readonly why: string
}

const tunnelWhy: Readonly<Record<NonNullable<Reach['way']>, string>> = {
  localtunnel: 'A tunnel server gives this computer a public address.',
  ngrok: 'The service ngrok gives this computer a public address.',
  own: 'Your own address leads to this computer.',
  loopback: 'For practice it stays inside this computer.',
}

/** A step's words. @param way the way in; `loopback`: the practice Aircall inside the app, with no tunnel */
export function stepWords(step: SetupStepId, way: NonNullable<Reach['way']>): StepWords {
  const words: Readonly<Record<SetupStepId, StepWords>> = {
    listen: { name: 'Listen on this computer', why: 'Tern waits here for replies.' },
    tunnel: { name: 'Open a way in', why: tunnelWhy[way] },
    register: { name: 'Tell Aircall where replies go', why: 'Texting in the Aircall apps stops here.' },
    verify: { name: 'Check with Aircall', why: 'Tern asks whether Aircall took the address over.' },
    prove: { name: 'Send a test from outside', why: 'Tern calls its own public address, as Aircall will.' },
    notify: { name: 'Show a notification', why: 'You should see it on your screen.' },
  }
  return words[step]
}

export const stepStateWords = {
  waiting: 'Waiting',
  running: 'Working…',
  done: 'Done',
  failed: 'Did not work',
} as const

/** What giving a number to Tern changes, said before it is done. */
export const aircallChange =
  'Texting in the Aircall apps stops for this number until you stop using it in Tern. Calls go on.'

export const onlyRecord =
  'Your conversations are kept on this computer only: Aircall keeps no copy of texts sent and received this way.'
