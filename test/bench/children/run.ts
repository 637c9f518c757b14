/** How a child talks to the bench: it is told what to do on the command line and answers one line of JSON. */

export const argument = (): unknown => JSON.parse(process.argv[2] ?? 'null')

export function answer(value: object): void {
  process.stdout.write(`${JSON.stringify(value)}\n`)
}

/** The most memory that this process has had so far, MB. */
export const peakMemory = (): number => process.resourceUsage().maxRSS / 1024

/** Ends the child, in order, when the bench closes its input. */
export function onEnd(act: () => Promise<void>): void {
  process.stdin.on('end', () => void act().then(() => process.exit())).resume()
}

/** For parts that want a log: only what went wrong, where the bench shows it. */
export const errorLog = {
  info: () => undefined,
  warn: (what: string, facts?: unknown) => void process.stderr.write(`${what} ${JSON.stringify(facts)}\n`),
  error: (what: string, cause?: unknown) => void process.stderr.write(`${what}: ${String(cause)}\n`),
}
