import type { ErrorCode } from '../errors.ts'

const codes: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'aircall.keyRefused',
  'aircall.keyMissing',
  'aircall.noAccess',
  'aircall.numberInOtherMode',
  'aircall.notFound',
  'aircall.refused',
  'registration.ignored',
  'registration.taken',
  'registration.gone',
  'keychain.missing',
  'keychain.refused',
  'ngrok.noToken',
  'ngrok.badToken',
  'ngrok.badDomain',
  'ngrok.limit',
  'ngrok.notLoaded',
  'own.noAddress',
])

/** What does not go away by itself: only the user can put it right. A check, another key or another number tries again at once. */
export const isForTheUser = (code: ErrorCode): boolean => codes.has(code)
