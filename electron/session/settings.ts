import type { Emit } from '../../shared/contract-sides.ts'
import type { Settings, SettingsPatch } from '../../shared/model/settings.ts'
import type { SettingsStore } from '../store/store.ts'
import type { Session } from './session.ts'

/** The user's settings: kept in the store, told to every window. */
export function createSettings(needs: {
  readonly store: SettingsStore
  readonly emit: Emit
  /** A tunnel server that goes before the one that is kept, as long as Tern runs. */
  readonly tunnelHost: string | undefined
  readonly onChange: (now: Settings, before: Settings) => void
}): Session['settings'] {
  let kept = needs.store.get()
  const inForce = (settings: Settings): Settings =>
    needs.tunnelHost === undefined ? settings : { ...settings, tunnelHost: needs.tunnelHost }

  return {
    get: () => inForce(kept),
    set(patch: SettingsPatch) {
      const before = inForce(kept)
      const given = Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined))
      const next: Settings = { ...kept, ...given }
      needs.store.save(next)
      kept = next
      const now = inForce(next)
      needs.emit.settings.changed(now)
      needs.onChange(now, before)
      return now
    },
  }
}
