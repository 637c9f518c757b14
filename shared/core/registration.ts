/**
 * The recipe that brings Aircall to hold our callback address (docs/contract.md, "Configuring a number"): GET; equal,
 * done; else POST and GET to verify; still another one, DELETE, POST, GET. Nobody knows what a POST on a configured
 * number does, so only a GET counts, and a POST with no clear answer is followed by a GET, never blindly repeated.
 */

/** What the recipe does next. */
export type RegistrationMove = 'get' | 'post' | 'delete' | 'done' | 'ignored'

/** What has been done and seen so far. */
export interface RegistrationProgress {
  readonly posts: number
  readonly deleted: boolean
  /** The last thing that was done; undefined at the start. */
  readonly last: 'get' | 'post' | 'delete' | undefined
  /** Whether the last GET found our address, with a token known for it. */
  readonly held: boolean
}

export const registrationStart: RegistrationProgress = {
  posts: 0,
  deleted: false,
  last: undefined,
  held: false,
}

/** The next move of the recipe. `ignored`: every move was made and Aircall still holds another address. */
export function nextRegistrationMove({ posts, deleted, last, held }: RegistrationProgress): RegistrationMove {
  if (last === undefined || last === 'post') return 'get'
  if (last === 'delete') return 'post'
  if (held) return 'done'
  if (posts === 0) return 'post'
  return deleted ? 'ignored' : 'delete'
}

/** The progress after a move. `held` counts for a GET only. */
export function afterRegistrationMove(
  progress: RegistrationProgress,
  move: 'get' | 'post' | 'delete',
  held: boolean,
): RegistrationProgress {
  return {
    posts: progress.posts + (move === 'post' ? 1 : 0),
    deleted: progress.deleted || move === 'delete',
    last: move,
    held: move === 'get' && held,
  }
}

/** Whether two callback addresses are the same: scheme and host in any case, a trailing slash or not. */
export function isSameCallbackUrl(a: string, b: string): boolean {
  return tidyUrl(a) === tidyUrl(b)
}

function tidyUrl(url: string): string {
  const parts = /^([a-z]+:\/\/[^/]+)(.*?)\/*$/i.exec(url.trim())
  return parts === null ? url.trim() : `${(parts[1] ?? '').toLowerCase()}${parts[2] ?? ''}`
}

/** The path that callbacks of a number come to. */
export const callbackPath = (secret: string): string => `/callback/${secret}`

/** 128 bits in hexadecimal. */
export const callbackSecretPattern = /^[0-9a-f]{32}$/

/** The path secret in a callback address that Tern made; undefined in any other address. */
export function secretOfCallbackUrl(url: string): string | undefined {
  return /\/callback\/([0-9a-f]{32})$/.exec(url)?.[1]
}
