/** What a backup says of itself, in its own encrypted settings. */
import * as v from 'valibot'
import type { Connection } from '../store/connection.ts'
import { createSettingsStore } from '../store/settings.ts'
import type { SettingsStore } from '../store/store.ts'

const Label = v.object({ at: v.number(), messages: v.number() })
export type Label = v.InferOutput<typeof Label>

const name = 'backup'
const quiet = { warn: () => undefined }

/** The small values of a store on a connection of its own. */
export const valuesOf = (db: Connection): Pick<SettingsStore, 'getValue' | 'setValue'> =>
  createSettingsStore(db, quiet)

export const writeLabel = (db: Connection, label: Label | undefined): void =>
  valuesOf(db).setValue(name, label === undefined ? undefined : JSON.stringify(label))

export function readLabel(db: Connection): Label | undefined {
  const value = valuesOf(db).getValue(name)
  return value === undefined ? undefined : v.parse(Label, JSON.parse(value))
}
