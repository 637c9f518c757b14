/** What the command line may say. No key: arguments are seen by every program of this computer, and kept in histories. */
import { parseArgs } from 'node:util'
import * as v from 'valibot'
import { TunnelHost } from '../../shared/model/settings.ts'

export interface Options {
  readonly help: boolean
  /** The practice Aircall takes the place of the real one. */
  readonly practice: boolean
  /** The folder of the report. */
  readonly out: string
  readonly tunnelHost: string
  /** A way in of the user's own, and the port that it leads to. */
  readonly own: { readonly url: string; readonly port: number } | undefined
}

export const usage = `npm run probe -- [options]

Answers what is unknown of the Aircall API (docs/contract.md), with your key, one of your numbers and your own phone.
Asks before each act that others could see or that costs, and puts the number back as it was.

  --practice                 tries itself out on the practice Aircall: no account, no phone, no cost
  --out FOLDER               where the report goes; out/probe by default
  --tunnel-host URL          the localtunnel server for callbacks; https://loca.lt by default
  --callback-url URL --port N
                             a way in of your own instead: an https address that leads to port N of this computer
  --help

The key is asked for here and is not shown. It can also be piped in, as two lines: API ID, API token. It is no option.`

/** Why the command line cannot be taken. Never repeats what was typed: it could be a key. */
export class BadOptions extends Error {}

const OwnUrl = v.pipe(v.string(), v.regex(/^https:\/\/[a-z0-9.-]+(:\d+)?(\/[\w./-]*)?$/i))

export function readOptions(args: readonly string[], defaultOut: string): Options {
  const { values } = parse(args)
  const host = values['tunnel-host'] ?? 'https://loca.lt'
  if (!v.is(TunnelHost, host)) throw new BadOptions('--tunnel-host takes an https address without a path.')
  return {
    help: values.help === true,
    practice: values.practice === true,
    out: values.out ?? defaultOut,
    tunnelHost: host.replace(/\/$/, ''),
    own: readOwn(values['callback-url'], values.port),
  }
}

function readOwn(url: string | undefined, port: string | undefined): Options['own'] {
  if (url === undefined && port === undefined) return undefined
  const number = /^\d{1,5}$/.test(port ?? '') ? Number(port) : 0
  if (url === undefined || number < 1 || number > 65_535 || !v.is(OwnUrl, url))
    throw new BadOptions(
      '--callback-url takes an https address, together with --port and a port of this computer.',
    )
  return { url: url.replace(/\/+$/, ''), port: number }
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        help: { type: 'boolean' },
        practice: { type: 'boolean' },
        out: { type: 'string' },
        'tunnel-host': { type: 'string' },
        'callback-url': { type: 'string' },
        port: { type: 'string' },
      },
    })
  } catch {
    // Its message repeats what was typed.
    throw new BadOptions(
      'There is an option that is not known. If it was a key: make a new one, and delete that one.',
    )
  }
}
