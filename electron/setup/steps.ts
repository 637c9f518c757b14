/** The steps of setting up a number, as the wizard shows them. */
import type { ErrorValue } from '../../shared/errors.ts'
import { setupSteps, type SetupStep, type SetupStepId } from '../../shared/model/setup.ts'

/** Every step waiting. */
export const freshSteps = (): SetupStep[] => setupSteps.map((id) => ({ id, state: 'waiting' }))

/** The steps with one of them changed. */
export function withStep(
  steps: readonly SetupStep[],
  id: SetupStepId,
  state: SetupStep['state'],
  error?: ErrorValue,
): SetupStep[] {
  return steps.map((step) =>
    step.id === id ? { id, state, ...(error === undefined ? {} : { error }) } : { ...step },
  )
}

/** The steps once the way in is proven, whoever made it so: all done but the notification, which is left as it was. */
export function withProof(steps: readonly SetupStep[]): SetupStep[] {
  return steps.map((step) => (step.id === 'notify' ? { ...step } : { id: step.id, state: 'done' }))
}

/** Whether replies can arrive: every step but the notification is done. */
export const isProven = (steps: readonly SetupStep[]): boolean =>
  steps.length > 0 && steps.every((step) => step.id === 'notify' || step.state === 'done')
