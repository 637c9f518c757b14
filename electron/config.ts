/** What the environment and the command line may set: three variables and one switch, for tests and self-hosters. */
import * as v from 'valibot'
import { TunnelHost } from '../shared/model/settings.ts'
import type { Log } from './ports.ts'

export interface Config {
  /** Another folder for all files, instead of the system's usual one. */
  readonly dataDir: string | undefined
  /** Base of the Aircall API, without a trailing slash. */
  readonly aircallUrl: string
  /** A localtunnel server that goes before the one in the settings. */
  readonly tunnelHost: string | undefined
  /** Starts in the tray, with no window. */
  readonly hidden: boolean
}

/** Source: docs/contract.md. */
export const aircallApi = 'https://api.aircall.io/v1'

const loopback = /^http:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d+)?(\/[\w/-]*)?$/

/**
 * Reads them. `TERN_AIRCALL_URL` is taken only when it is on loopback: whoever can set the environment must not be able
 * to send the key elsewhere. What cannot be taken is logged and left out.
 */
export function readConfig(
  env: Readonly<Record<string, string | undefined>>,
  argv: readonly string[],
  log: Pick<Log, 'warn'>,
): Config {
  const url = env['TERN_AIRCALL_URL']
  const ownUrl = url !== undefined && loopback.test(url) ? url.replace(/\/$/, '') : undefined
  if (url !== undefined && ownUrl === undefined) log.warn('config: TERN_AIRCALL_URL is not on loopback')

  const host = env['TERN_TUNNEL_HOST']
  const tunnelHost = v.safeParse(v.optional(TunnelHost), host)
  if (!tunnelHost.success) log.warn('config: TERN_TUNNEL_HOST is not an address of a tunnel server')

  return {
    dataDir: env['TERN_DATA_DIR'],
    aircallUrl: ownUrl ?? aircallApi,
    tunnelHost: tunnelHost.success ? tunnelHost.output?.replace(/\/$/, '') : undefined,
    hidden: argv.includes('--hidden'),
  }
}
