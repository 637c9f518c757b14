/**
 * Takes out of a line for the log what nobody but the user may read: phone numbers keep their last two digits; keys,
 * tokens, authorizations and the paths of addresses go. Rather too much than too little.
 */

const mask = '•••'

/** An address: scheme and host stay, user, path, query and fragment go. */
const address = /\b([a-z][a-z0-9+.-]*):\/\/([^\s"'<>\\]+)/gi

/** The listener's secret path, wherever it stands. */
const callbackPath = /(\/callback\/)[^\s"'<>\\]+/gi

/** `Authorization: Basic …`, `Bearer …`. */
const authorization = /\b(basic|bearer)\s+[A-Za-z0-9+/=._~-]+/gi

/** `token: x`, `"apiToken":"x"`, `key=x`, `password x`: the value goes, whatever it looks like. */
const named =
  /((?:api[_-]?(?:id|key|token)|auth\w*|credential|nonce|pass(?:word|phrase)?|secret|store[_-]?key|token|cookie)["']?\s*[:=]\s*)("[^"]*"|'[^']*'|[^\s,;}\]]+)/gi

/** Long runs that look like a key: hexadecimal of 20 or more, or base64-like of 20 or more with a digit or sign in it. */
const keyLike = /[A-Za-z0-9+/_=-]{20,}/g
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** Seven digits or more with the signs people put between them, not inside a word or a longer number. */
const phone = /(?<![\w.])\+?\(?\d(?:[ ().-]{0,2}\d){6,}(?![\w])/g

function hideAddress(_whole: string, scheme: string, rest: string): string {
  const authority = rest.split(/[/?#]/, 1)[0] ?? ''
  const host = authority.slice(authority.lastIndexOf('@') + 1)
  const more = rest.length > authority.length && rest !== `${authority}/`
  return `${scheme}://${host}${more ? `/${mask}` : ''}`
}

function hideKey(run: string): string {
  // Ids of messages and conversations are made by Tern, say nothing, and are what a log is read by.
  if (uuid.test(run)) return run
  const word = /^[A-Za-z]+$/.test(run) || /^[a-z]+(?:[-_/][a-z]+)+$/i.test(run)
  return word ? run : mask
}

function hidePhone(run: string): string {
  const digits = run.replace(/\D/g, '')
  return `${mask}${digits.slice(-2)}`
}

/** The line without its secrets. Doing it twice changes nothing more. */
export function redact(line: string): string {
  return line
    .replace(address, hideAddress)
    .replace(callbackPath, `$1${mask}`)
    .replace(authorization, `$1 ${mask}`)
    .replace(named, `$1${mask}`)
    .replace(keyLike, hideKey)
    .replace(phone, hidePhone)
}
