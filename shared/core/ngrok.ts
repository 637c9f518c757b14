/** What is known of ngrok from outside: the form of its authtokens, its errors, what its free plan takes. */
import type { ErrorCode } from '../errors.ts'

/** Two parts with a line between them; the oldest accounts have a shorter one. */
const tokenForm = /^[A-Za-z0-9]{10,60}(_[A-Za-z0-9]{10,60})?$/

/** The authtoken in what somebody typed or pasted, also as the command that ngrok's pages show; undefined when there is none. */
export function readNgrokToken(typed: string): string | undefined {
  const pasted = /^\$?\s*ngrok\s+(?:config\s+add-)?authtoken\s+(\S+)$/.exec(typed.trim())
  const token = pasted?.[1] ?? typed.trim()
  return tokenForm.test(token) ? token : undefined
}

/** Source: ngrok's list of errors (ngrok.com/docs/errors). What is not listed here is `ngrok.refused`. */
const errors: readonly (readonly [code: ErrorCode, numbers: readonly number[]])[] = [
  ['ngrok.badToken', [105, 106, 107, 300, 4018]],
  ['ngrok.limit', [102, 103, 108, 115, 116, 123, 323, 324, 337, 338, 348, 349, 350, 351, 352, 353]],
  [
    'ngrok.badDomain',
    [
      305, 306, 308, 313, 314, 315, 316, 317, 318, 319, 320, 321, 322, 326, 327, 328, 329, 330, 331, 347, 354,
      355,
    ],
  ],
  ['ngrok.inUse', [334]],
]

/** Our code for one of ngrok's, such as `ERR_NGROK_107`; without one ngrok was not reached. */
export function ngrokErrorOf(code: string): ErrorCode {
  const digits = /^ERR_NGROK_(\d+)$/.exec(code)?.[1]
  if (digits === undefined) return 'ngrok.unanswered'
  return errors.find(([, numbers]) => numbers.includes(Number(digits)))?.[0] ?? 'ngrok.refused'
}

/** Requests a month that ngrok's free plan takes. Source: ngrok.com/docs/pricing-limits/free-plan-limits. */
export const freeRequests = 20_000

/** With tests this far apart, three quarters of the free plan's requests are tests, and the rest is for replies. */
export const frugalProbeSeconds = 180

/** The tests that go out in a month of 31 days. */
export const testsAMonth = (probeSeconds: number): number => Math.round((31 * 86_400) / probeSeconds)
