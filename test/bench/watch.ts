/** Sees from outside what a desktop sees of an app: its tray icon on the session bus, its window on the screen. */
import { now, startGroup, until } from './processes.ts'

export interface Watch {
  /** When the next tray icon since `from` was registered, epoch milliseconds. */
  readonly tray: (from: number) => Promise<number>
  /** When the window manager showed the next window since `from`, epoch milliseconds. */
  readonly window: (from: number) => Promise<number>
  readonly stop: () => Promise<void>
}

function startLines(command: string, args: readonly string[], hear: (line: string) => void) {
  const group = startGroup(command, args)
  let text = ''
  group.child.stdout?.on('data', (chunk: Buffer) => {
    const lines = (text + chunk.toString()).split('\n')
    text = lines.pop() ?? ''
    for (const line of lines) hear(line)
  })
  return group
}

/** Starts to watch; throws where there is no session bus or no X server. */
export async function startWatch(): Promise<Watch> {
  const trays: number[] = []
  const windows: number[] = []
  const seen = { bus: false, screen: false }
  const rule = "type='method_call',member='RegisterStatusNotifierItem'"
  const groups = [
    startLines('dbus-monitor', ['--session', '--profile', rule], (line) => {
      seen.bus = true
      const [kind, seconds] = line.split('\t')
      if (kind === 'mc') trays.push(Number(seconds) * 1000)
    }),
    startLines('xprop', ['-root', '-spy', '_NET_CLIENT_LIST'], (line) => {
      seen.screen = true
      if (/# 0x/.test(line)) windows.push(now())
    }),
  ]
  const stop = async (): Promise<void> => void (await Promise.all(groups.map((group) => group.end())))
  try {
    await until(
      () => `the desktop cannot be watched: ${groups.map((group) => group.output()).join(' ')}`,
      () => (seen.bus && seen.screen ? true : undefined),
    )
  } catch (thrown) {
    await stop()
    throw thrown
  }
  const next = (times: readonly number[], what: string) => (from: number) =>
    until(
      () => `${what} did not appear`,
      () => times.find((time) => time >= from),
    )
  return { tray: next(trays, 'the tray icon'), window: next(windows, 'the window'), stop }
}
