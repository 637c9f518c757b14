/** The settings, and small values of the app's own. */
import * as v from 'valibot'
import { defaultSettings, Settings } from '../../shared/model/settings.ts'
import type { Log } from '../ports.ts'
import type { Connection } from './connection.ts'
import type { SettingsStore } from './store.ts'
import { fromStored, toStored } from './text.ts'

// The settings are one value among the others; those of the app's own go under a prefix.
const settingsName = 'settings'
const prefix = 'value.'

export function createSettingsStore(db: Connection, log: Pick<Log, 'warn'>): SettingsStore {
  const read = (name: string): string | undefined => {
    const row = db.get<{ value: string }>('SELECT value FROM settings WHERE name = ?', name)
    return row === undefined ? undefined : fromStored(row.value)
  }
  const write = (name: string, value: string): void => {
    db.run(
      'INSERT INTO settings (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
      name,
      toStored(value),
    )
  }

  return {
    get: () => {
      const stored = read(settingsName)
      if (stored === undefined) return defaultSettings
      const parsed = v.safeParse(Settings, parseJson(stored))
      if (parsed.success) return parsed.output
      log.warn('settings.broken', { at: v.getDotPath(parsed.issues[0]) ?? 'the whole' })
      return defaultSettings
    },
    save: (settings) => {
      write(settingsName, JSON.stringify(settings))
    },
    getValue: (name) => read(prefix + name),
    setValue: (name, value) => {
      if (value === undefined) db.run('DELETE FROM settings WHERE name = ?', prefix + name)
      else write(prefix + name, value)
    },
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // No JSON is no settings: the schema refuses undefined, and the caller logs it.
    return undefined
  }
}
