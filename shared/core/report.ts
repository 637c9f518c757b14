/**
 * How Tern is, as plain text for whoever helps. Only what is named here goes in, each in a form that cannot carry more than
 * it should: words of Tern's own, times, and numbers that are not those of a telephone. `redact` comes last all the same.
 */
import type { ErrorValue } from '../errors.ts'
import type { Arrival } from '../model/arrival.ts'
import type { HealthCheck, HealthLine, HealthPart } from '../model/health.ts'
import type { Reach, ReachRecord } from '../model/reach.ts'
import type { Settings } from '../model/settings.ts'
import type { OurNumber } from '../model/number.ts'
import { addressWords, hostWords } from './host-words.ts'
import { redact } from './redact.ts'

export interface ReportFacts {
  /** Epoch milliseconds. */
  readonly at: number
  readonly version: string
  readonly system: {
    readonly platform: string
    readonly release: string
    readonly arch: string
    readonly electron: string
    /** Name of the desktop, where the system says it. */
    readonly desktop: string
    /** Minutes before UTC, as `Date` has it. */
    readonly utcOffset: number
  }
  /** Undefined while the messages cannot be opened; then why. */
  readonly session?: ReportSession | undefined
  readonly blocked?: ErrorValue | undefined
}

/** What is known once the messages are open. */
export interface ReportSession {
  readonly number: OurNumber | undefined
  readonly reach: Reach
  readonly record: ReachRecord
  readonly lines: readonly HealthLine[]
  readonly checks: readonly HealthCheck[]
  /** Newest first. */
  readonly arrivals: readonly Arrival[]
  readonly settings: Settings
}

const movesShown = 40
const arrivalsShown = 60

/** The report, with a line break at its end. */
export function reportText(facts: ReportFacts): string {
  const { session, blocked } = facts
  const lines = [
    `Tern report of ${time(facts.at)}`,
    systemLine(facts),
    'Phone numbers keep their last two digits. Texts, names, keys and addresses are left out.',
    ...(blocked === undefined ? [] : ['', 'START', `blocked: ${errorWords(blocked)}`]),
    ...(session === undefined ? [] : sessionLines(session)),
  ]
  return `${lines.map(redact).join('\n')}\n`
}

function sessionLines(session: ReportSession): string[] {
  const { lines, checks, record, arrivals, settings, reach, number } = session
  return [
    '',
    'NUMBER',
    number === undefined
      ? 'none in use'
      : `${lastTwo(number.digits)}, ${number.practice ? 'practice' : 'live'}, ${country(number.country)}`,
    '',
    'PARTS',
    ...lines.map(partLine),
    '',
    'CHECKS',
    ...(checks.length === 0 ? ['none was run'] : checks.map(checkLine)),
    '',
    'WAY IN',
    `state ${reach.state} since ${time(reach.since)}, way ${reach.way ?? 'not known'}${reach.standby === true ? ', standby' : ''}`,
    `reachable today ${share(record.uptime.today)}, in 7 days ${share(record.uptime.week)}`,
    ...record.changes
      .slice(0, movesShown)
      .map(
        ({ at, from, to, reason, code }) =>
          `${time(at)} ${from} > ${to}, ${reason}${code === undefined ? '' : `, ${code}`}`,
      ),
    '',
    'ARRIVALS',
    ...(arrivals.length === 0 ? ['none'] : arrivals.slice(0, arrivalsShown).map(arrivalLine)),
    '',
    'SETTINGS',
    ...settingsLines(settings),
  ]
}

function systemLine({ version, system }: ReportFacts): string {
  const { platform, release, arch, electron, desktop, utcOffset } = system
  return [
    `Tern ${versionWords(version)}`,
    `${oneOf(platform, platforms)} ${versionWords(release)} ${oneOf(arch, archs)}`,
    `Electron ${versionWords(electron)}`,
    ...(desktop === '' ? [] : [`desktop ${desktopWords(desktop)}`]),
    offset(utcOffset),
  ].join(', ')
}

type Form = (value: string | number) => string

const whole: Form = (value) => amount(Number(value))
const moment: Form = (value) => time(Number(value))
const word =
  (...known: readonly string[]): Form =>
  (value) =>
    oneOf(String(value), known)

/** The facts of each part that go in, and how; all the others stay. */
const partFacts: Readonly<Record<HealthPart, Readonly<Record<string, Form>>>> = {
  key: { mode: word('practice', 'live') },
  number: {},
  listener: { port: whole },
  wayIn: { host: (value) => hostWords(String(value)) },
  registration: { at: moment },
  proof: { at: moment, roundTrip: whole },
  disk: { free: (value) => size(Number(value)) },
  outbox: { queued: whole, unknown: whole, failed: whole },
  store: { messages: whole, rawEvents: whole, checkedAt: moment },
  recovery: { kit: word('none', 'ready', 'otherKey', 'damaged'), madeAt: moment },
  backups: { at: moment, count: whole, broken: whole, nextAt: moment },
  notifications: {},
  tray: {},
}

function partLine({ part, level, facts, since, fromStart, error }: HealthLine): string {
  const shown = Object.entries(partFacts[part]).flatMap(([name, form]) => {
    const value = facts[name]
    return value === undefined ? [] : [`${name} ${form(value)}`]
  })
  const when = since === undefined ? [] : [`since ${time(since)}${fromStart === true ? ' or before' : ''}`]
  const why = error === undefined ? [] : [`error ${errorWords(error)}`]
  return `${part}: ${[level, ...when, ...shown, ...why].join(', ')}`
}

function checkLine({ part, state, at, error }: HealthCheck): string {
  return `${part}: ${[state, ...(at === undefined ? [] : [time(at)]), ...(error === undefined ? [] : [errorWords(error)])].join(', ')}`
}

function arrivalLine({ at, status, reason, bytes, times }: Arrival): string {
  return `${time(at)} ${reason}, ${status === 0 ? 'no answer' : `answer ${amount(status)}`}, ${size(bytes)}${times === 1 ? '' : `, ${amount(times)} times`}`
}

function settingsLines(settings: Settings): string[] {
  const { way, standby, tunnelHost, ownAddress, ownPort, ngrokDomain, probeSeconds, away } = settings
  const set = (value: string): string => (value === '' ? 'not set' : 'set')
  return [
    `way ${way}, standby ${standby}, tunnel server ${addressWords(tunnelHost)}`,
    `own address ${set(ownAddress)}, own port ${amount(ownPort)}, ngrok domain ${set(ngrokDomain)}`,
    `probe every ${amount(probeSeconds)} s, while away: ${away}`,
    `notifications ${onOff(settings.notifications.enabled)}, with the text ${onOff(settings.notifications.showText)}`,
    `stays in the tray ${onOff(settings.closeToTray)}, undo ${amount(settings.undoSeconds)} s, theme ${settings.theme}`,
    `segments an hour ${amount(settings.limits.segmentsPerHour)}, a day ${amount(settings.limits.segmentsPerDay)}`,
  ]
}

const platforms = ['linux', 'win32', 'darwin', 'freebsd']
const archs = ['x64', 'arm64', 'ia32', 'arm']
const desktops =
  /^(gnome|kde|xfce|unity|mate|cinnamon|x-cinnamon|lxqt|lxde|budgie|pantheon|sway|hyprland|i3|ubuntu|pop)$/i
const systemCodes =
  /^(EACCES|EADDRINUSE|EADDRNOTAVAIL|ECONNREFUSED|ECONNRESET|EIO|EMFILE|ENOENT|ENOSPC|ENOTFOUND|EPERM|EROFS|ETIMEDOUT)$/

const onOff = (value: boolean): string => (value ? 'on' : 'off')
const oneOf = (value: string, known: readonly string[]): string => (known.includes(value) ? value : 'another')
const country = (code: string | undefined): string =>
  code !== undefined && /^[A-Z]{2}$/.test(code) ? code : 'no country'

/** The numbers of a version, and nothing that somebody put behind them. */
const versionWords = (text: string): string =>
  /^\d{1,4}(?:\.\d{1,6}){0,3}(?![.\d])/.exec(text)?.[0] ?? 'unknown'

const desktopWords = (text: string): string =>
  text
    .split(':')
    .map((name) => (desktops.test(name) ? name : 'another'))
    .join(':')

const lastTwo = (digits: string): string => `•••${digits.replace(/\D/g, '').slice(-2)}`

/** A count. From a million on in millions, so that no telephone number can pass for one. */
function amount(value: number): string {
  if (!Number.isFinite(value) || value < 0) return 'unknown'
  return value < 1e6
    ? Math.round(value).toLocaleString('en')
    : `${Math.round(value / 1e6).toLocaleString('en')} million`
}

function size(bytes: number): string {
  if (!Number.isFinite(bytes) || bytes < 0) return 'unknown size'
  if (bytes < 1e3) return `${Math.round(bytes)} bytes`
  if (bytes < 1e6) return `${Math.round(bytes / 1e3)} kB`
  return bytes < 1e9 ? `${Math.round(bytes / 1e6)} MB` : `${amount(bytes / 1e9)} GB`
}

/** To the second, in UTC. */
function time(at: number): string {
  const date = new Date(at)
  return Number.isNaN(date.getTime()) ? 'unknown time' : date.toISOString().replace(/\.\d+Z$/, 'Z')
}

function offset(minutes: number): string {
  const before = Math.round(-minutes)
  const two = (n: number): string => String(n).padStart(2, '0')
  if (!Number.isFinite(before) || Math.abs(before) > 15 * 60) return 'UTC offset unknown'
  return `UTC${before < 0 ? '-' : '+'}${two(Math.floor(Math.abs(before) / 60))}:${two(Math.abs(before) % 60)}`
}

const share = (part: number | undefined): string =>
  part === undefined || !(part >= 0 && part <= 1) ? 'not known' : `${(100 * part).toFixed(2)}%`

function errorWords({ code, detail }: ErrorValue): string {
  const { status, reason } = detail
  return [
    code,
    ...(typeof status === 'number' && status >= 100 && status < 600 ? [`status ${Math.round(status)}`] : []),
    ...(typeof reason === 'string' && systemCodes.test(reason) ? [reason] : []),
  ].join(' ')
}
