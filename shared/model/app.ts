import * as v from 'valibot'
import { ErrorValue } from '../errors.ts'

/** Whether the store is open. `blocked`: it is not, and why; nothing but *Try again* works until it is. */
export const Boot = v.variant('state', [
  v.object({ state: v.literal('starting') }),
  v.object({ state: v.literal('ready') }),
  v.object({ state: v.literal('blocked'), error: ErrorValue }),
])
export type Boot = v.InferOutput<typeof Boot>

export const AppInfo = v.object({
  version: v.string(),
  boot: Boot,
  /** What this desktop can do. The page asks for these, never for the platform. */
  can: v.object({
    tray: v.boolean(),
    notify: v.boolean(),
  }),
  /** How this keyboard names the key that sends: `Ctrl` or `⌘`. */
  sendKey: v.string(),
  /** ISO 3166-1 alpha-2 of the system's region, for numbers typed without a country code. */
  region: v.string(),
})
export type AppInfo = v.InferOutput<typeof AppInfo>

/** Where main asks a window to go. */
export const Place = v.variant('view', [
  v.object({ view: v.literal('conversation'), conversationId: v.string() }),
  v.object({ view: v.literal('notifications') }),
  v.object({ view: v.literal('health') }),
  v.object({ view: v.literal('settings') }),
])
export type Place = v.InferOutput<typeof Place>
