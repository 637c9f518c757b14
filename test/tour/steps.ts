/** Plays steps one after the other, prints a line for each, and counts. */

export interface Steps {
  /** `act` answers what was seen. A step that throws has failed; the tour goes on, so that all failures are seen at once. */
  readonly step: (name: string, act: () => Promise<string>) => Promise<void>
  /** Prints the last line; answers the exit code. */
  readonly end: () => number
}

export function createSteps(print: (line: string) => void = console.log): Steps {
  let passed = 0
  let failed = 0
  return {
    async step(name, act) {
      const start = performance.now()
      const took = (): string => `${((performance.now() - start) / 1000).toFixed(1)} s`.padStart(7)
      try {
        const seen = await act()
        passed += 1
        print(`  ok ${took()}  ${name}: ${seen}`)
      } catch (thrown) {
        failed += 1
        const why =
          thrown instanceof Error
            ? thrown.message.split('\n').slice(0, 6).join('\n           ')
            : String(thrown)
        print(`FAIL ${took()}  ${name}: ${why}`)
      }
    },
    end() {
      print(`${passed} passed, ${failed} failed`)
      return failed === 0 && passed > 0 ? 0 : 1
    },
  }
}

/** Asks until the answer holds, at most `ms`; then fails with the last answer. */
export async function until<T>(
  what: string,
  ask: () => T | Promise<T>,
  holds: (answer: T) => boolean,
  ms = 15_000,
): Promise<T> {
  const end = performance.now() + ms
  for (;;) {
    const answer = await ask()
    if (holds(answer)) return answer
    if (performance.now() > end) throw new Error(`${what}: still ${JSON.stringify(answer)}`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}
