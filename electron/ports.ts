/**
 * The ports: what the parts of the main process need from the world, given to them as arguments.
 * The real ones sit beside their subject (`secrets/keychain.ts`, `reach/localtunnel.ts`, …); unit tests pass fakes.
 */

/** Time. All times are epoch milliseconds. */
export interface Clock {
  readonly now: () => number
  /** Runs `act` once after `ms`; the answer cancels it. */
  readonly after: (ms: number, act: () => void) => () => void
}

/** A log with events and facts. What is secret is taken out at the sink, but nothing secret belongs here. */
export interface Log {
  readonly info: (what: string, facts?: Readonly<Record<string, unknown>>) => void
  readonly warn: (what: string, facts?: Readonly<Record<string, unknown>>) => void
  /** `cause` is logged as its code or message; never shown to the user. */
  readonly error: (what: string, cause?: unknown) => void
}

export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'DELETE'
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
  /** Milliseconds from the call to the end of the answer's body. */
  readonly timeoutMs: number
  /**
   * Uses a connection that carried nothing before, so that no layer below may send the request a second time
   * after a reset. For requests that must never arrive twice.
   */
  readonly once?: boolean
}

export interface HttpAnswer {
  readonly status: number
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  /** At most 1 MB; longer answers are an {@link HttpFailure} of kind `unclear`. */
  readonly text: string
}

/** Why there is no answer. Only `notSent` promises that the request never left this computer. */
export class HttpFailure extends Error {
  readonly kind: 'notSent' | 'timedOut' | 'unclear'
  constructor(kind: 'notSent' | 'timedOut' | 'unclear', cause?: unknown) {
    super(kind, { cause })
    this.name = 'HttpFailure'
    this.kind = kind
  }
}

/** Outgoing HTTP. Follows no redirect, keeps no cookie, reads no cache. Rejects with {@link HttpFailure} only. */
export type Http = (request: HttpRequest) => Promise<HttpAnswer>

/** The entries Tern keeps in the OS keychain. */
export type SecretName = 'aircall-key' | 'store-key' | 'store-key-before' | 'ngrok-token'

/**
 * The OS keychain. Calls run one at a time. Each rejects with `TernError` `keychain.missing` (no service)
 * or `keychain.refused` (locked, denied, or broken). There is no other place: nothing falls back to a file.
 */
export interface Secrets {
  readonly get: (name: SecretName) => Promise<string | undefined>
  readonly set: (name: SecretName, value: string) => Promise<void>
  readonly delete: (name: SecretName) => Promise<void>
}

/** A way in: makes the listener's port reachable from the internet. */
export interface Tunnel {
  /**
   * Opens it. Rejects with `TernError` of the subjects `tunnel`, `ngrok` and `own`, of itself after a while at the
   * latest, or with the signal's reason.
   * @param port the listener's port on loopback
   */
  readonly open: (port: number, signal: AbortSignal) => Promise<OpenTunnel>
}

export interface OpenTunnel {
  /** Base address without a trailing slash, such as `https://abc.loca.lt`. May differ at each opening. */
  readonly url: string
  /** Settles once, when the tunnel is gone for good, by itself or by {@link close}. Never rejects. */
  readonly ended: Promise<void>
  readonly close: () => Promise<void>
}

export interface Notification {
  /** One that is shown under the same key takes the place of the earlier one. */
  readonly key: string
  readonly title: string
  /** Plain text; the adapter escapes it where the system reads markup. */
  readonly body: string
  readonly onClick: () => void
}

/** The system's dialog for a folder, and its file manager. */
export interface Folders {
  /**
   * Asks for a folder; undefined when the user picked none.
   * @param windowId the window that the dialog belongs to
   */
  readonly pick: (
    words: { readonly title: string; readonly button: string },
    windowId: number,
  ) => Promise<string | undefined>
  /** Shows a folder. Rejects with `TernError` `export.notShown`. */
  readonly open: (path: string) => Promise<void>
}

/** Native notifications, from the main process; works with no window. */
export interface Notifier {
  /** Resolves once the system took it; rejects with `TernError` `notifications.failed` when it did not. */
  readonly show: (notification: Notification) => Promise<void>
  /** Takes back those shown under the key, where the system can. */
  readonly clear: (key: string) => void
}
