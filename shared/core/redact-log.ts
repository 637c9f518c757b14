/** A line of Tern's own log, as it may leave this computer: what `redact` leaves for the user's own eyes goes too. */
import { hostWords } from './host-words.ts'
import { redact } from './redact.ts'

const mask = '•••'
/** No line of Tern's is so long; what is, may be anything. */
const longest = 8_000

/** The folder of a user, whose name is often a person's. */
const home = /([\\/](?:home|users)[\\/]+)[^\\/"':]+/gi
/** What Aircall said, in its own words. */
const body = /("body":)"(?:[^"\\]|\\.)*"?/g
const host = /("host":)"([^"]*)"?/g
const address = /\b([a-z][a-z0-9+.-]*):\/\/([^\s"'<>\\/]+)/gi

export function redactLogLine(line: string): string {
  if (line.length > longest) return `(a line of ${line.length.toLocaleString('en')} characters was left out)`
  return redact(
    redact(line)
      .replace(home, `$1${mask}`)
      .replace(body, `$1"${mask}"`)
      .replace(host, (_, name: string, value: string) => `${name}"${hostWords(value)}"`)
      .replace(address, (_, scheme: string, authority: string) => `${scheme}://${hostWords(authority)}`),
  )
}
