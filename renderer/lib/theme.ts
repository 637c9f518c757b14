import type { Settings } from '../../shared/model/settings.ts'

/** Names the theme on <html>; `system` leaves it to `prefers-color-scheme`. */
export function applyTheme(theme: Settings['theme'], root: HTMLElement): void {
  if (theme === 'system') delete root.dataset['theme']
  else root.dataset['theme'] = theme
}
