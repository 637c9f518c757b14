/**
 * The last net: whatever leaves the probe, to a file or the terminal, passes it, and no secret that it knows gets
 * through. Reports are made of forms and should hold none; this does not rely on it.
 */
export interface Veil {
  /** Never to be seen from now on. Shorter than four characters it would hide half of a report, and is no secret. */
  readonly keep: (...secrets: readonly (string | undefined)[]) => void
  readonly hide: (text: string) => string
}

export function createVeil(): Veil {
  let kept: readonly string[] = []
  return {
    keep(...secrets) {
      const found = secrets.filter((one): one is string => one !== undefined && one.length >= 4)
      // The longest first: a part of a secret must not take the whole of it apart.
      kept = [...new Set([...kept, ...found])].sort((a, b) => b.length - a.length)
    },
    hide: (text) => kept.reduce((rest, secret) => rest.replaceAll(secret, '•••'), text),
  }
}

/** A phone number in the ways in which it is written. */
export const waysToWrite = (number: string): string[] => [number, number.replace(/\D/g, '')]
