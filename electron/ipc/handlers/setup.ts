import type { Handlers } from '../../../shared/contract-sides.ts'
import type { SessionHost } from '../../session/session.ts'

export function setupHandlers(host: SessionHost): Handlers['setup'] {
  const setup = () => host.get().setup
  return {
    get: () => setup().get(),
    connectKey: (key) => setup().connectKey(key),
    startPractice: () => setup().startPractice(),
    leavePractice: () => setup().leavePractice(),
    listNumbers: () => setup().listNumbers(),
    useNumber: ({ numberId }) => setup().useNumber(numberId),
    tryAgain: () => setup().tryAgain(),
    finish: () => setup().finish(),
    forgetAwayError: () => setup().forgetAwayError(),
    stopUsingNumber: () => setup().stopUsingNumber(),
    forgetKey: () => setup().forgetKey(),
  }
}
