import * as v from 'valibot'

export const themes = ['system', 'light', 'dark'] as const

/** The host of a localtunnel server: `https:`, or `http:` on loopback; no path, no user. */
export const TunnelHost = v.pipe(
  v.string(),
  v.trim(),
  v.regex(/^(https:\/\/[a-z0-9.-]+(:\d+)?|http:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d+)?)\/?$/i),
)

const UndoSeconds = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(20))
const SegmentLimit = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1_000_000))

/** One schema gives type, default and validation. Stored as one JSON value in the store. */
export const Settings = v.object({
  theme: v.optional(v.picklist(themes), 'system'),
  tunnelHost: v.optional(TunnelHost, 'https://loca.lt'),
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
    notifications: v.object({ enabled: v.boolean(), showText: v.boolean() }),
    closeToTray: v.boolean(),
    undoSeconds: UndoSeconds,
    limits: v.object({ segmentsPerHour: SegmentLimit, segmentsPerDay: SegmentLimit }),
  }),
)
export type SettingsPatch = v.InferOutput<typeof SettingsPatch>
