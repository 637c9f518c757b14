/** The way in of practice mode without a tunnel server: the practice Aircall runs on this computer. */
import type { OpenTunnel, Tunnel } from '../ports.ts'

export function createLoopback(): Tunnel {
  return {
    open(port): Promise<OpenTunnel> {
      const { promise, resolve } = deferred()
      return Promise.resolve({
        url: `http://127.0.0.1:${port}`,
        ended: promise,
        close: () => {
          resolve()
          return promise
        },
      })
    },
  }
}

function deferred(): { promise: Promise<void>; resolve: () => void } {
  let resolve = (): void => undefined
  const promise = new Promise<void>((settle) => (resolve = settle))
  return { promise, resolve }
}
