import type { Handlers } from '../../../shared/contract-sides.ts'
import type { SessionHost } from '../../session/session.ts'

export function exportHandlers(host: SessionHost): Handlers['exports'] {
  const exports = () => host.get().exports
  return {
    get: () => exports().current(),
    start: (wish, { windowId }) => exports().start(wish, windowId),
    importFrom: (_, { windowId }) => exports().importFrom(windowId),
    stop: () => exports().stop(),
    reveal: () => exports().reveal(),
  }
}
