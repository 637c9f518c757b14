import { createSubscriber } from 'svelte/reactivity'

const tickMs = 15_000
const fineTickMs = 250

const ticking = (ms: number) =>
  createSubscriber((update) => {
    const timer = setInterval(update, ms)
    return () => clearInterval(timer)
  })
const subscribe = ticking(tickMs)
const subscribeFine = ticking(fineTickMs)

/** The time now, epoch milliseconds. Read in a component it is read again every 15 seconds while that is shown. */
export function clock(): number {
  subscribe()
  return Date.now()
}

/** As {@link clock}, read again four times a second: for counting seconds down. */
export function fineClock(): number {
  subscribeFine()
  return Date.now()
}
