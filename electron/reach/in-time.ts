import type { Clock } from '../ports.ts'

/** Waits for the work, but not longer than this. */
export function inTime(work: Promise<unknown>, ms: number, clock: Clock): Promise<void> {
  return new Promise((resolve, reject) => {
    const cancel = clock.after(ms, resolve)
    work.then(() => resolve(), reject).finally(cancel)
  })
}
