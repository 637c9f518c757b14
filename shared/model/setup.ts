import * as v from 'valibot'
import { ErrorValue } from '../errors.ts'
import { AircallNumber, OurNumber } from './number.ts'

/** The steps after a number is picked, in order. Each can be run again. */
export const setupSteps = ['listen', 'tunnel', 'register', 'verify', 'prove', 'notify'] as const
export type SetupStepId = (typeof setupSteps)[number]

export const SetupStep = v.object({
  id: v.picklist(setupSteps),
  state: v.picklist(['waiting', 'running', 'done', 'failed']),
  error: v.optional(ErrorValue),
})
export type SetupStep = v.InferOutput<typeof SetupStep>

export const Setup = v.object({
  /** `none`: no key yet. `practice`: the practice Aircall inside the app. `live`: the user's own key. */
  mode: v.picklist(['none', 'practice', 'live']),
  company: v.optional(v.string()),
  /** The last characters of the API ID, so that the user can tell which key it is. Never the token. */
  keyHint: v.optional(v.string()),
  /** The number in use. */
  number: v.optional(OurNumber),
  /** Why the number could not be handed back when Tern was last quit; until the user has read it. */
  awayError: v.optional(ErrorValue),
  /** Progress of setting up a number; empty before the first. */
  steps: v.array(SetupStep),
  /** True once a number is set up and the user has left the wizard. */
  finished: v.boolean(),
})
export type Setup = v.InferOutput<typeof Setup>

export const NumberList = v.array(AircallNumber)
