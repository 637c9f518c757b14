import { readNgrokToken } from '../../../shared/core/ngrok.ts'
import type { Handlers } from '../../../shared/contract-sides.ts'
import { TernError } from '../../../shared/errors.ts'
import type { Ways } from '../../../shared/model/reach.ts'
import type { World } from './world.ts'

export function reachHandlers(world: World): Handlers['reach'] {
  const ways = (): Ways => ({
    ways: [
      { way: 'localtunnel' },
      world.ngrokToken ? { way: 'ngrok' } : { way: 'ngrok', needs: 'token' },
      world.settings.ownAddress === '' ? { way: 'own', needs: 'address' } : { way: 'own' },
    ],
    ...(world.forcedHost === undefined ? {} : { forcedHost: world.forcedHost }),
  })
  return {
    get: () => world.reach,
    check: () => world.reach,
    record: () => world.reachRecord,
    takeBack: () => world.reach,
    reopen: () => world.reach,
    ways,
    setNgrokToken: ({ token }) => {
      if (readNgrokToken(token) === undefined) throw new TernError('ngrok.tokenShape')
      world.ngrokToken = true
      return ways()
    },
    forgetNgrokToken: () => {
      world.ngrokToken = false
      return ways()
    },
  }
}
