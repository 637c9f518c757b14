import * as v from 'valibot'
import { waysIn } from './reach.ts'

export const themes = ['system', 'light', 'dark'] as const

/** The host of a localtunnel server: `https:`, or `http:` on loopback; no path, no user. */
export const TunnelHost = v.pipe(
  v.string(),
  v.trim(),
  v.regex(/^(https:\/\/[a-z0-9.-]+(:\d+)?|http:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d+)?)\/?$/i),
)

/** An address that the user leads to this computer: `https:`, no path. */
export const OwnAddress = v.pipe(v.string(), v.trim(), v.regex(/^https:\/\/[a-z0-9.-]+(:\d+)?\/?$/i))

/** Where Tern listens for it. Below 1024 most systems do not let it. */
const OwnPort = v.pipe(v.number(), v.integer(), v.minValue(1024), v.maxValue(65_535))

/** A reserved domain of ngrok, such as `name.ngrok-free.app`; empty: the one that the account has anyway. */
const NgrokDomain = v.pipe(v.string(), v.trim(), v.regex(/^([a-z0-9-]+(\.[a-z0-9-]+)+)?$/i))

const ProbeSeconds = v.pipe(v.number(), v.integer(), v.minValue(15), v.maxValue(600))

/** What becomes of replies while Tern is away: not decided yet, they are lost, or they go to the Aircall inbox. */
export const awayChoices = ['ask', 'keep', 'handBack'] as const
export type AwayChoice = (typeof awayChoices)[number]

const UndoSeconds = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(20))
const SegmentLimit = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1_000_000))

/** One schema gives type, default and validation. Stored as one JSON value in the store. */
export const Settings = v.object({
  theme: v.optional(v.picklist(themes), 'system'),
  tunnelHost: v.optional(TunnelHost, 'https://loca.lt'),
  /** The way in for replies. */
  way: v.optional(v.picklist(waysIn), 'localtunnel'),
  /** What takes its place while it is lost. */
  standby: v.optional(v.picklist(['none', ...waysIn]), 'none'),
  /** Empty: not set. */
  ownAddress: v.optional(v.union([v.literal(''), OwnAddress]), ''),
  ownPort: v.optional(OwnPort, 8734),
  ngrokDomain: v.optional(NgrokDomain, ''),
  /** From one probe of the way in to the next, seconds. */
  probeSeconds: v.optional(ProbeSeconds, 60),
  /** When Tern is quit, and when the computer sleeps. */
  away: v.optional(v.picklist(awayChoices), 'ask'),
  notifications: v.optional(
    v.object({
      enabled: v.optional(v.boolean(), true),
      /** Whether a notification shows the text, or only who sent it. */
      showText: v.optional(v.boolean(), true),
    }),
    {},
  ),
  /** Closing the window leaves Tern in the tray, where there is one. */
  closeToTray: v.optional(v.boolean(), true),
  /** How long a text can be taken back after *Send*, seconds; 0: it goes out at once. */
  undoSeconds: v.optional(UndoSeconds, 5),
  /** Segments that a US or Canadian number may send. */
  limits: v.optional(
    v.object({
      segmentsPerHour: v.optional(SegmentLimit, 1_000),
      segmentsPerDay: v.optional(SegmentLimit, 10_000),
    }),
    {},
  ),
})
export type Settings = v.InferOutput<typeof Settings>

export const defaultSettings: Settings = v.parse(Settings, {})

/** What the page may change, part by part; a part that is given is given whole. */
export const SettingsPatch = v.partial(
  v.object({
    theme: v.picklist(themes),
    tunnelHost: TunnelHost,
    way: v.picklist(waysIn),
    standby: v.picklist(['none', ...waysIn]),
    ownAddress: v.union([v.literal(''), OwnAddress]),
    ownPort: OwnPort,
    ngrokDomain: NgrokDomain,
    probeSeconds: ProbeSeconds,
    away: v.picklist(awayChoices),
    notifications: v.object({ enabled: v.boolean(), showText: v.boolean() }),
    closeToTray: v.boolean(),
    undoSeconds: UndoSeconds,
    limits: v.object({ segmentsPerHour: SegmentLimit, segmentsPerDay: SegmentLimit }),
  }),
)
export type SettingsPatch = v.InferOutput<typeof SettingsPatch>
