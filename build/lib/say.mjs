/** How the scripts talk to the person who runs them. */

/** An error that is a sentence for that person: shown without a stack. */
export class Sorry extends Error {}

const seconds = (/** @type {number} */ since) => `${((performance.now() - since) / 1000).toFixed(1)} s`

/** @param {string} line */
export const say = (line) => console.log(line)

/**
 * Does a part of the work and says so before and after; now and then also in between.
 * @template T
 * @param {string} title what is being done
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function step(title, work) {
  const start = performance.now()
  say(`• ${title} …`)
  const patience = setInterval(() => say(`  still at it: ${title} (${seconds(start)})`), 20_000)
  try {
    const result = await work()
    say(`  done in ${seconds(start)}`)
    return result
  } finally {
    clearInterval(patience)
  }
}

const ends = {
  SIGINT: () => process.exit(130),
  SIGTERM: () => process.exit(143),
  SIGHUP: () => process.exit(129),
}

/** From now on the work itself sees to signals: it has something to put back before it ends. */
export function leaveSignalsToWork() {
  for (const [signal, end] of Object.entries(ends)) process.off(signal, end)
}

/**
 * The whole of a script: a {@link Sorry} becomes its sentence, a signal an exit after which nothing is left running.
 * @param {() => Promise<unknown>} work
 */
export async function main(work) {
  for (const [signal, end] of Object.entries(ends)) process.once(signal, end)
  try {
    await work()
  } catch (thrown) {
    console.error(thrown instanceof Sorry ? `\n${thrown.message}` : thrown)
    process.exitCode = 1
  }
}
