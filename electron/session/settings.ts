import type { Emit } from '../../shared/contract.ts'
import type { Settings, SettingsPatch } from '../../shared/model/settings.ts'
import type { SettingsStore } from '../store/store.ts'
import type { Session } from './session.ts'

/** The user's settings: kept in the store, told to every window. */
export function createSettings(needs: {
  readonly store: SettingsStore
  readonly emit: Emit
  readonly onChange: (now: Settings, before: Settings) => void
}): Session['settings'] {
  let current = needs.store.get()
  return {
    get: () => current,
    set(patch: SettingsPatch) {
      const before = current
      const given = Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined))
      const next: Settings = { ...before, ...given }
      needs.store.save(next)
      current = next
      needs.emit.settings.changed(next)
      needs.onChange(next, before)
      return next
    },
  }
}
