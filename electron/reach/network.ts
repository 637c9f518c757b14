import { networkInterfaces } from 'node:os'

/** The addresses of this computer on its networks, in one line that changes when they do. */
export function networkFingerprint(): string {
  const all = Object.entries(networkInterfaces()).flatMap(([name, list]) =>
    (list ?? []).filter((one) => !one.internal).map((one) => `${name} ${one.cidr ?? one.address}`),
  )
  return all.sort().join(', ')
}
