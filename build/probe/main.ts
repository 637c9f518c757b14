/** `npm run probe`, once everything is installed: joins the parts, and writes the report. */
import { openSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ReadStream } from 'node:tty'
import pkg from '../../package.json' with { type: 'json' }
import { redact } from '../../shared/core/redact.ts'
import { aircallApi } from '../../electron/config.ts'
import { createNodeHttp } from '../../electron/http/node-http.ts'
import { createFetchMedia } from '../../electron/media/fetch-media.ts'
import { createPracticeAircall, type PracticeAircall } from '../../electron/practice/practice.ts'
import { createLocaltunnel } from '../../electron/reach/localtunnel.ts'
import { createLoopback } from '../../electron/reach/loopback.ts'
import { systemClock } from '../../electron/system-clock.ts'
import type { AircallKey } from '../../electron/aircall/aircall.ts'
import type { Asker } from './asker.ts'
import { isWhole, pipedKey, typedKey } from './key.ts'
import { markdownOf } from './markdown.ts'
import { BadOptions, readOptions, usage, type Options } from './options.ts'
import { practicePhone, replyAsAsked } from './practice-phone.ts'
import type { Report } from './report.ts'
import { runProbe, type Run } from './run.ts'
import { usualWaits } from './session.ts'
import { createStops, watchProcess, type Stops } from './stops.ts'
import { createSilentAsker, createTerminal } from './terminal.ts'
import { createVeil, type Veil } from './veil.ts'
import { ownAddress } from './way-in.ts'

const print = (text: string): void => void process.stdout.write(`${text}\n`)

/** Answers the exit code. */
export async function probe(args: readonly string[], root: string): Promise<number> {
  let options: Options
  try {
    options = readOptions(args, join(root, 'out/probe'))
  } catch (thrown) {
    if (!(thrown instanceof BadOptions)) throw thrown
    print(`${thrown.message}\n\n${usage}`)
    return 1
  }
  if (options.help) {
    print(usage)
    return 0
  }
  const stops = createStops(print)
  const unwatch = watchProcess(stops)
  const practice = options.practice ? await createPracticeAircall() : undefined
  const veil = createVeil()
  const talk = openTalk(veil, stops, practice !== undefined)
  try {
    print(opening(practice))
    const key = practice?.key ?? (await talk.key())
    if (!isWhole(key)) {
      print('Both parts of the key are needed: API ID and API token.')
      return 1
    }
    const run = await runProbe({
      ...waysOut(options, practice),
      key,
      veil,
      asker: talk.asker,
      clock: systemClock,
      signal: stops.signal,
      giveUp: stops.giveUp,
      version: pkg.version,
    })
    await writeReport(run.report, options.out, veil)
    return exitCode(run, veil)
  } catch (thrown) {
    if (!stops.signal.aborted) throw thrown
    return 130
  } finally {
    talk.close()
    await practice?.close()
    unwatch()
  }
}

function opening(practice: PracticeAircall | undefined): string {
  return [
    'The probe of Tern: what does the Aircall API really do?',
    'It reads first, then asks before each act that others could see or that costs. No is always fine, and so is Ctrl+C:',
    'the number is put back as it was. Nothing that is in the report says who you are.',
    practice === undefined
      ? 'So far the probe has been tried only against the practice Aircall. Use a number whose texts can wait for half an hour.'
      : `This is the practice Aircall. The phone to name: ${practicePhone}`,
  ].join('\n')
}

interface Talk {
  readonly asker: Asker
  readonly key: () => Promise<AircallKey>
  readonly close: () => void
}

/** The terminal; where the key is piped in, the questions are asked at the terminal behind it, if there is one. */
function openTalk(veil: Veil, stops: Stops, needsNoKey: boolean): Talk {
  const input = process.stdin.isTTY ? process.stdin : controllingTerminal()
  const piped = (): Promise<AircallKey> => pipedKey(process.stdin)
  if (input === undefined) {
    return { asker: createSilentAsker(process.stdout, veil), key: piped, close: () => undefined }
  }
  const terminal = createTerminal({
    input,
    output: process.stdout,
    veil,
    signal: stops.signal,
    onInterrupt: () => stops.stop(),
  })
  return {
    asker: terminal,
    key: needsNoKey || process.stdin.isTTY ? () => typedKey(terminal) : piped,
    close() {
      terminal.close()
      input.destroy()
    },
  }
}

function controllingTerminal(): ReadStream | undefined {
  if (process.platform === 'win32') return undefined
  try {
    return new ReadStream(openSync('/dev/tty', 'r'))
  } catch {
    // There is none: nobody can be asked.
    return undefined
  }
}

function waysOut({ own, tunnelHost }: Options, practice: PracticeAircall | undefined) {
  const http = createNodeHttp()
  const common = { http, fetchMedia: createFetchMedia(), port: own?.port ?? 0 }
  if (practice !== undefined) {
    return {
      ...common,
      against: 'the practice Aircall' as const,
      baseUrl: practice.baseUrl,
      tunnel: createLoopback(),
      tunnelWords: 'They stay on this computer.',
      waits: { ...usualWaits, statuses: 20_000, again: 10_000, reply: 10_000, slow: 6_000 },
      onReplyAsked: (kind: string, phone: string, numberId: number) =>
        replyAsAsked(practice, numberId, kind, phone),
    }
  }
  const quiet = (): void => undefined
  const log = { info: quiet, warn: quiet, error: quiet }
  return {
    ...common,
    against: 'Aircall' as const,
    baseUrl: aircallApi,
    tunnel:
      own === undefined
        ? createLocaltunnel({ host: tunnelHost, http, clock: systemClock, log })
        : ownAddress(own.url),
    tunnelWords:
      own === undefined
        ? `They pass through ${new URL(tunnelHost).host}. Whoever runs it could read them.`
        : 'They come by your own address.',
    waits: usualWaits,
    onReplyAsked: quiet,
  }
}

const sendIt = [
  'Read the second one. If there is nothing in it that you would keep to yourself, open a discussion or an issue in',
  'the project, with that file attached. It tells everybody who uses Tern what nobody knows yet.',
  'If you made a key for this, delete it now in the Aircall Dashboard.',
]

async function writeReport(report: Report, out: string, veil: Veil): Promise<void> {
  await mkdir(out, { recursive: true })
  const name = `aircall-probe-${new Date().toISOString().slice(0, 19).replaceAll(':', '-')}`
  const files = [
    { path: join(out, `${name}.json`), text: jsonOf(report, veil) },
    { path: join(out, `${name}.md`), text: veil.hide(markdownOf(report)) },
  ]
  for (const { path, text } of files) await writeFile(path, `${text}\n`, { mode: 0o600, flag: 'wx' })
  print(
    [
      '',
      'The report:',
      ...files.map(({ path }) => `  ${path}`),
      ...(report.against === 'Aircall'
        ? sendIt
        : ['This was the practice Aircall, so there is nothing to send.']),
    ].join('\n'),
  )
}

/** The report as JSON. Only its texts pass the veil: a number that was cut would be no JSON. */
export const jsonOf = (report: Report, veil: Veil): string =>
  JSON.stringify(report, (_key, value: unknown) => (typeof value === 'string' ? veil.hide(value) : value), 2)

function exitCode({ report, trouble }: Run, veil: Veil): number {
  if (trouble !== undefined) {
    const what = trouble instanceof Error ? (trouble.stack ?? trouble.message) : 'an unknown fault'
    print(`\nThe probe broke off by a fault of its own:\n${redact(veil.hide(what))}`)
  }
  if (report.putBack === 'failed') return 2
  return report.ended === 'whole' ? 0 : report.ended === 'stopped' ? 130 : 1
}
