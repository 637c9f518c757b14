/** The subjects that tell how Tern is: reach, settings and storage. */
import type { Handlers } from '../../../shared/contract-sides.ts'
import type { SessionHost } from '../../session/session.ts'

export function statusHandlers(host: SessionHost): Pick<Handlers, 'reach' | 'settings' | 'storage'> {
  return {
    reach: {
      get: () => host.get().reach.current(),
      check: () => host.get().reach.check(),
      record: () => host.get().health.record(),
      takeBack: () => host.get().setup.takeBack(),
      ways: () => host.get().ways.told(),
      setNgrokToken: ({ token }) => host.get().ways.setNgrokToken(token),
      forgetNgrokToken: () => host.get().ways.forgetNgrokToken(),
      async reopen() {
        await host.get().setup.reopen()
        return host.get().reach.current()
      },
    },
    settings: {
      get: () => host.get().settings.get(),
      set: (patch) => host.get().settings.set(patch),
      testNotification: () => host.get().testNotification(),
    },
    storage: {
      get: () => host.get().storage.current(),
    },
  }
}
