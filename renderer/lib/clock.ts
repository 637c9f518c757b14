import { createSubscriber } from 'svelte/reactivity'

const tickMs = 15_000

const subscribe = createSubscriber((update) => {
  const timer = setInterval(update, tickMs)
  return () => clearInterval(timer)
})

/** The time now, epoch milliseconds. Read in a component it is read again every 15 seconds while that is shown. */
export function clock(): number {
  subscribe()
  return Date.now()
}
