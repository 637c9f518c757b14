import type { OpenTunnel } from '../ports.ts'

/** A way in that is there without being opened, and ends only when it is closed. */
export function openAt(url: string): OpenTunnel {
  let end = (): void => undefined
  const ended = new Promise<void>((resolve) => (end = resolve))
  return {
    url,
    ended,
    close: () => {
      end()
      return ended
    },
  }
}
