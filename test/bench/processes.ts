/** Processes of a measurement: started as a group that is ended as a whole, and read through /proc. */
import { spawn, type ChildProcess, type StdioOptions } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'

/** Milliseconds since the epoch, with fractions; the clock that pages and the bus also show. */
export const now = (): number => performance.timeOrigin + performance.now()

export interface Group {
  readonly child: ChildProcess
  readonly pid: number
  /** When it was started, epoch milliseconds. */
  readonly startedAt: number
  /** What it has written to its terminal. */
  readonly output: () => string
  /** Settles when the first process of the group has ended. */
  readonly ended: Promise<void>
  /** Asks it to end, as a logout does; by force when it has not after a while. Resolves when the group is gone. */
  readonly end: () => Promise<void>
}

const groups = new Set<number>()
process.on('exit', () => {
  for (const pid of groups) signal(-pid, 'SIGKILL')
})

function signal(pid: number, name: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, name)
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ESRCH') return false
    throw thrown
  }
}

export interface StartOptions {
  readonly env?: NodeJS.ProcessEnv
  readonly cwd?: string
  /** Descriptors from 3 on. */
  readonly more?: readonly 'pipe'[]
}

export function startGroup(command: string, args: readonly string[], options: StartOptions = {}): Group {
  const stdio: StdioOptions = ['pipe', 'pipe', 'pipe', ...(options.more ?? [])]
  const { env = process.env, cwd } = options
  const startedAt = now()
  const child = spawn(command, args, { env, stdio, detached: true, ...(cwd === undefined ? {} : { cwd }) })
  const { pid } = child
  if (pid === undefined) throw new Error(`${command} cannot be started`)
  groups.add(pid)
  let output = ''
  const hear = (chunk: Buffer): void => void (output = (output + chunk.toString()).slice(-20_000))
  child.stdout?.on('data', hear)
  child.stderr?.on('data', hear)
  const ended = new Promise<void>((done) => child.once('exit', () => done()))

  return {
    child,
    pid,
    startedAt,
    output: () => output,
    ended,
    async end() {
      signal(pid, 'SIGTERM')
      const patience = new AbortController()
      await Promise.race([ended, sleep(8_000, undefined, { signal: patience.signal }).catch(() => undefined)])
      patience.abort()
      while (signal(-pid, 'SIGKILL') && treeOf(pid).some(({ gone }) => !gone)) await sleep(10)
      groups.delete(pid)
    },
  }
}

/** Waits until `ask` answers something; throws what `what` says when it does not. */
export async function until<T>(
  what: () => string,
  ask: () => T | undefined | Promise<T | undefined>,
  ms = 30_000,
): Promise<T> {
  const end = now() + ms
  for (;;) {
    const answer = await ask()
    if (answer !== undefined) return answer
    if (now() > end) throw new Error(`${what()} (waited ${ms / 1000} s)`)
    await sleep(20)
  }
}

interface Stat {
  readonly pid: number
  readonly parent: number
  readonly group: number
  /** User and system time, ticks of 10 ms. */
  readonly ticks: number
  /** Ended, and its parent has not taken note yet. */
  readonly gone: boolean
}

function statOf(pid: number): Stat | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The name before it stands in brackets and may hold anything.
    const [state, ...words] = text.slice(text.lastIndexOf(')') + 2).split(' ')
    const [parent = 0, group = 0, ...fields] = words.map(Number)
    const ticks = (fields[8] ?? 0) + (fields[9] ?? 0)
    return { pid, parent, group, ticks, gone: state === 'Z' }
  } catch {
    // It ended in this moment.
    return undefined
  }
}

/** A process with all that it started, also what has been handed to another parent. */
function treeOf(pid: number): Stat[] {
  const all = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => statOf(Number(name)) ?? [])
  const found = new Map(
    all.filter((one) => one.pid === pid || one.group === pid).map((one) => [one.pid, one]),
  )
  for (let before = -1; before !== found.size;) {
    before = found.size
    for (const one of all) if (found.has(one.parent)) found.set(one.pid, one)
  }
  return [...found.values()]
}

/** Asks what a process has started itself to end, as a logout does. */
export function endChildrenOf(pid: number): void {
  for (const one of treeOf(pid)) if (one.parent === pid) signal(one.pid, 'SIGTERM')
}

/** Processor time of a process with all that it started and that still lives, milliseconds. */
export const processorTime = (pid: number): number =>
  treeOf(pid).reduce((sum, one) => sum + one.ticks, 0) * 10

/** Resolves when the tree has used next to no processor time for half a second. Gives up waiting after 10 s. */
export async function settled(pid: number): Promise<void> {
  let before = processorTime(pid)
  for (let left = 20; left > 0; left -= 1) {
    await sleep(500)
    const after = processorTime(pid)
    if (after - before <= 10) return
    before = after
  }
}

/** Proportional set size, kB; undefined when it has ended. Throws when it may not be read. */
function sharedOut(pid: number): number | undefined {
  try {
    const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8')
    return Number(/^Pss:\s+(\d+) kB$/m.exec(rollup)?.[1] ?? Number.NaN)
  } catch (thrown) {
    const there = statOf(pid)
    if (there === undefined || there.gone) return undefined
    throw thrown
  }
}

/** Proportional set size of a process with all that it started, MB: what they share counts once in all. */
export function memoryOf(pid: number): number {
  const kB = treeOf(pid).flatMap((one) => sharedOut(one.pid) ?? [])
  return kB.reduce((sum, one) => sum + one, 0) / 1024
}
