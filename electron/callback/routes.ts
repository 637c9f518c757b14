/** The secret paths and tokens of our numbers. Comparing them takes the same time whatever an outsider tries. */
import { createHash, timingSafeEqual } from 'node:crypto'
import { callbackPath } from '../../shared/core/registration.ts'

/** Where the callbacks of a number come in. */
export interface CallbackRoute {
  readonly numberId: number
  /** 128 bits in hexadecimal; a secret. */
  readonly secret: string
  /** The tokens that its callbacks may carry: the one that Aircall gave last, and one it gave before; secrets. */
  readonly tokens: readonly string[]
}

export interface Routes {
  /** Adds a number's route, or replaces it. */
  readonly set: (route: CallbackRoute) => void
  readonly clear: () => void
  /** The route of a request's path; undefined for every other path. */
  readonly find: (path: string) => CallbackRoute | undefined
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()

/** Whether two secrets are equal, in a time that does not depend on where they differ. */
export const sameSecret = (a: string, b: string): boolean => timingSafeEqual(digest(a), digest(b))

/** Whether a callback's token is one of the route's. Every token is compared, also after a match. */
export function isTokenOf(route: CallbackRoute, token: string | undefined): boolean {
  if (token === undefined) return false
  return route.tokens.filter((known) => known !== '' && sameSecret(known, token)).length > 0
}

export function createRoutes(): Routes {
  const routes = new Map<number, { readonly route: CallbackRoute; readonly path: Buffer }>()
  return {
    set: (route) => routes.set(route.numberId, { route, path: digest(callbackPath(route.secret)) }),
    clear: () => routes.clear(),
    find(path) {
      const asked = digest(path)
      return [...routes.values()].filter((entry) => timingSafeEqual(entry.path, asked))[0]?.route
    },
  }
}
