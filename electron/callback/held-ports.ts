/** The ports that callbacks come in at: one, and another one beside it while a second way in is tried. */
import type { Log } from '../ports.ts'
import { createTurns } from '../setup/turns.ts'
import type { Bound } from './bind.ts'

export interface HeldPorts {
  /**
   * Listens, unless it does already; answers the port.
   * @param wished a port to insist on, for which another one is given up; 0: the one there is, else any free one
   */
  readonly start: (wished: number) => Promise<number>
  /**
   * Listens at this port too. {@link start} takes it over; until then it is given up by the answer.
   * Rejects as {@link start} does.
   */
  readonly beside: (port: number) => Promise<() => Promise<void>>
  readonly stop: () => Promise<void>
  readonly current: () => number | undefined
}

export function createHeldPorts(bind: (wished: number) => Promise<Bound>, log: Log): HeldPorts {
  let main: Bound | undefined
  let second: Bound | undefined
  const inTurn = createTurns()

  async function open(wished: number): Promise<Bound> {
    const bound = await bind(wished)
    log.info('callback: listening', { port: bound.port })
    return bound
  }

  async function start(wished: number): Promise<number> {
    if (main !== undefined && (wished === 0 || wished === main.port)) return main.port
    const before = main
    if (second !== undefined && second.port === wished) [main, second] = [second, undefined]
    else main = await open(wished)
    await before?.close()
    return main.port
  }

  async function beside(port: number): Promise<() => Promise<void>> {
    if (main?.port === port) return () => Promise.resolve()
    if (second?.port !== port) {
      await second?.close()
      second = undefined
      second = await open(port)
    }
    const mine = second
    return () =>
      inTurn(async () => {
        if (second !== mine) return
        second = undefined
        await mine.close()
      })
  }

  async function stop(): Promise<void> {
    const ended = [main, second].filter((bound) => bound !== undefined)
    main = undefined
    second = undefined
    await Promise.all(ended.map((bound) => bound.close()))
  }

  return {
    start: (wished) => inTurn(() => start(wished)),
    beside: (port) => inTurn(() => beside(port)),
    stop: () => inTurn(stop),
    current: () => main?.port,
  }
}
