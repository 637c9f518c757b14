/** What Tern uses of `@ngrok/ngrok`, and how it is loaded. */

export interface NgrokListener {
  readonly url: () => string | null
  /** Settles when it forwards no more; rejects when that was not asked for. */
  readonly join: () => Promise<void>
  readonly close: () => Promise<void>
}

export interface NgrokEndpoint {
  readonly domain: (name: string) => unknown
  readonly listenAndForward: (to: string) => Promise<NgrokListener>
}

export interface NgrokSession {
  readonly httpEndpoint: () => NgrokEndpoint
  readonly close: () => Promise<void>
}

export interface NgrokSessionBuilder {
  readonly authtoken: (token: string) => unknown
  /** Called when the connection broke; whether it is to be made again. */
  readonly handleDisconnection: (handler: () => boolean) => unknown
  readonly connect: () => Promise<NgrokSession>
}

export interface NgrokApi {
  readonly SessionBuilder: new () => NgrokSessionBuilder
}

/** Loads the library: a native module of some 11 MB, which only those pay for who use it. Rejects where it does not run. */
export async function loadNgrok(): Promise<NgrokApi> {
  const module: NgrokApi & { readonly default?: NgrokApi } = await import('@ngrok/ngrok')
  // A CommonJS module: Node puts all of it under `default`, the bundled main process may not.
  return module.default ?? module
}
