/** Screens that come in their own chunk, so that the first paint does not wait for them. */
import type { Component } from 'svelte'
import type { View } from '../../lib/app.svelte.ts'

export interface Loader {
  /** The component, once it has been loaded. */
  readonly loaded: () => Component | undefined
  readonly load: () => Promise<Component>
}

function createLoader(fetchModule: () => Promise<{ readonly default: Component }>): Loader {
  let component: Component | undefined
  return {
    loaded: () => component,
    load: async () => (component ??= (await fetchModule()).default),
  }
}

export const loaders: Readonly<Record<View | 'compose' | 'setup' | 'support', Loader>> = {
  notifications: createLoader(() => import('../notifications/NotificationsView.svelte')),
  conversations: createLoader(() => import('../conversations/ConversationsView.svelte')),
  settings: createLoader(() => import('../settings/SettingsView.svelte')),
  health: createLoader(() => import('../health/HealthView.svelte')),
  compose: createLoader(() => import('../compose/ComposeWindow.svelte')),
  setup: createLoader(() => import('../setup/SetupWizard.svelte')),
  support: createLoader(() => import('../health/SupportSection.svelte')),
}
