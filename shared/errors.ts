/**
 * Errors as values. Inside the main process they are thrown as {@link TernError}; across the border to the
 * page they are plain {@link ErrorValue}s. `shared/words/errors.ts` turns each code into the user's words.
 */
import * as v from 'valibot'

/** Every way that something can fail, one code each. The words for a code are in `shared/words/errors.ts`. */
export const errorCodes = [
  // The Aircall service (the error table of docs/contract.md)
  'aircall.keyRefused',
  'aircall.keyMissing',
  'aircall.noAccess',
  'aircall.numberInOtherMode',
  'aircall.badRecipient',
  'aircall.recipientIsSender',
  'aircall.notFound',
  'aircall.tooManyRequests',
  'aircall.trouble',
  'aircall.unexpectedAnswer',
  'aircall.unreachable',
  'aircall.timedOut',
  'aircall.noClearAnswer',
  'aircall.refused',
  // What the user typed
  'text.empty',
  'text.tooLong',
  'text.overBudget',
  'text.onItsWay',
  'recipient.invalid',
  'media.badAddress',
  'media.tooMany',
  'key.incomplete',
  'number.notInUse',
  'tunnel.badHost',
  'ngrok.tokenShape',
  // The OS keychain
  'keychain.missing',
  'keychain.refused',
  // The store
  'store.inUse',
  'store.corrupt',
  'store.readOnly',
  'store.diskFull',
  'store.newer',
  'store.keyMissing',
  'store.failed',
  // Photos of inbound texts
  'media.unreadable',
  'media.notSaved',
  // The recovery kit
  'recovery.codeIncomplete',
  'recovery.codeMistyped',
  'recovery.wrongCode',
  'recovery.noKit',
  'recovery.kitDamaged',
  'recovery.otherKey',
  'recovery.busy',
  'recovery.notKept',
  'recovery.notSaved',
  'recovery.notPrinted',
  'recovery.notShown',
  'recovery.oldStillOpens',
  // Backups of the store
  'backup.noSpace',
  'backup.unsound',
  'backup.failed',
  'restore.maybeSent',
  // Work off the main thread
  'work.stopped',
  // Exports and imports
  'export.busy',
  'export.diskFull',
  'export.noAccess',
  'export.failed',
  'export.gone',
  'export.notShown',
  'import.notAnExport',
  'import.newer',
  'import.failed',
  'import.mayHaveBeenSent',
  // The way in for replies
  'listener.failed',
  'listener.portTaken',
  'tunnel.unanswered',
  'tunnel.refused',
  'tunnel.lost',
  'ngrok.noToken',
  'ngrok.badToken',
  'ngrok.limit',
  'ngrok.badDomain',
  'ngrok.inUse',
  'ngrok.refused',
  'ngrok.unanswered',
  'ngrok.notLoaded',
  'own.noAddress',
  'registration.ignored',
  'registration.taken',
  'registration.gone',
  'probe.failed',
  'probe.timedOut',
  'away.notHandedBack',
  // Health
  'check.busy',
  'check.timedOut',
  'logs.notSaved',
  // The desktop
  'notifications.failed',
  // The app itself
  'app.notAllowed',
  'app.badArguments',
  'app.notReady',
  'app.notFound',
  'app.internal',
] as const

export type ErrorCode = (typeof errorCodes)[number]

/** Facts that go into an error's sentence: a host, a number, a count. Never a secret, never message text. */
export type ErrorDetail = Readonly<Record<string, string | number>>

export const ErrorValue = v.object({
  code: v.picklist(errorCodes),
  detail: v.optional(v.record(v.string(), v.union([v.string(), v.number()])), {}),
})
/** An error as it crosses a border or is stored with a message. */
export type ErrorValue = v.InferOutput<typeof ErrorValue>

/** An error inside the main process: a code, the facts for its sentence, and the cause for the log. */
export class TernError extends Error {
  readonly code: ErrorCode
  readonly detail: ErrorDetail

  constructor(code: ErrorCode, detail: ErrorDetail = {}, cause?: unknown) {
    super(code, cause === undefined ? undefined : { cause })
    this.name = 'TernError'
    this.code = code
    this.detail = detail
  }
}

/** The plain value of anything thrown. What is not a {@link TernError} becomes `app.internal`, with no detail. */
export function toErrorValue(thrown: unknown): ErrorValue {
  if (thrown instanceof TernError) return { code: thrown.code, detail: { ...thrown.detail } }
  return { code: 'app.internal', detail: {} }
}

/** For the default branch of an exhaustive switch: a compile error when a case is missing. */
export function missingCase(value: never): never {
  throw new TernError('app.internal', {}, new Error(`missing case: ${String(value)}`))
}
