/** What every part of the window shares: the app's state as the main process tells it, and where the window is. */
import { getContext } from 'svelte'
import type { PageApi } from '../../shared/contract-sides.ts'
import { toErrorValue, type ErrorValue } from '../../shared/errors.ts'
import type { AppInfo, Boot, Place } from '../../shared/model/app.ts'
import type { Reach } from '../../shared/model/reach.ts'
import type { Settings, SettingsPatch } from '../../shared/model/settings.ts'
import type { Setup } from '../../shared/model/setup.ts'
import type { Storage } from '../../shared/model/storage.ts'
import { ask } from './api.ts'
import { createReturned, type Returned } from './returned.svelte.ts'
import { createToasts, type Toasts } from './toasts.svelte.ts'

/** The places of the rail, in its order. */
export const views = ['notifications', 'conversations', 'settings', 'health'] as const
export type View = (typeof views)[number]

export interface App {
  readonly api: PageApi
  readonly toasts: Toasts
  /** Texts that were taken back before they went out. */
  readonly returned: Returned
  /** `undefined` until the main process has answered. */
  readonly info: AppInfo | undefined
  readonly boot: Boot
  readonly setup: Setup | undefined
  readonly reach: Reach | undefined
  readonly settings: Settings | undefined
  /** Whether the store can be written. */
  readonly storage: Storage | undefined
  /** Count of unread inbound texts. */
  readonly unread: number
  /** Why the state could not be loaded. */
  readonly error: ErrorValue | undefined
  /** The set-up wizard, or the places of the rail. */
  readonly screen: 'setup' | 'places'
  readonly view: View
  /** The conversation that is shown, or was last. */
  readonly conversationId: string | undefined
  readonly goTo: (view: View) => void
  readonly openConversation: (conversationId: string | undefined) => void
  /** Shows the wizard, when set-up is not finished. */
  readonly showSetup: () => void
  /** Leaves the unfinished wizard to look at the messages. */
  readonly lookAround: () => void
  /** Takes over what a set-up call answered; `setup.changed` says the same a moment later. */
  readonly setSetup: (setup: Setup) => void
  /** Changes settings; throws what the main process refused. */
  readonly change: (patch: SettingsPatch) => Promise<void>
  /** Tries again to open what was blocked at start. */
  readonly tryBootAgain: () => Promise<void>
  /** Loads the state; again after an error. */
  readonly load: () => Promise<void>
  /** Stops listening to the main process. */
  readonly stop: () => void
}

/** Makes the state and starts to listen. Call `load` to fill it. */
export function createApp(api: PageApi): App {
  let info = $state.raw<AppInfo>()
  let boot = $state.raw<Boot>({ state: 'starting' })
  let setup = $state.raw<Setup>()
  let reach = $state.raw<Reach>()
  let settings = $state.raw<Settings>()
  let storage = $state.raw<Storage>()
  let unread = $state(0)
  let error = $state.raw<ErrorValue>()
  let lookingAround = $state(false)
  let view = $state<View>('notifications')
  let conversationId = $state<string>()
  // What an event has told is newer than an answer that was asked for before it.
  const told = { boot: 0, setup: 0, reach: 0, settings: 0, storage: 0, unread: 0 }

  function show(place: Place): void {
    if (place.view === 'conversation') {
      conversationId = place.conversationId
      view = 'conversations'
    } else view = place.view
  }

  function setSetup(value: Setup): void {
    setup = value
    // The next time that a number is given up, the wizard comes first again.
    if (value.finished) lookingAround = false
  }

  const stops = [
    api.app.bootChanged((value) => {
      told.boot++
      boot = value
      if (value.state === 'ready') void loadState()
    }),
    api.app.goTo(show),
    api.setup.changed((value) => {
      told.setup++
      setSetup(value)
    }),
    api.reach.changed((value) => {
      told.reach++
      reach = value
    }),
    api.settings.changed((value) => {
      told.settings++
      settings = value
    }),
    api.storage.changed((value) => {
      told.storage++
      storage = value
    }),
    api.notifications.unreadChanged((value) => {
      told.unread++
      unread = value
    }),
  ]

  async function loadState(): Promise<void> {
    error = undefined
    const before = { ...told }
    try {
      const [setupNow, reachNow, settingsNow, storageNow, unreadNow] = await Promise.all([
        ask(api.setup.get()),
        ask(api.reach.get()),
        ask(api.settings.get()),
        ask(api.storage.get()),
        ask(api.notifications.unread()),
      ])
      if (told.reach === before.reach) reach = reachNow
      if (told.settings === before.settings) settings = settingsNow
      if (told.storage === before.storage) storage = storageNow
      if (told.unread === before.unread) unread = unreadNow
      if (told.setup === before.setup) setup = setupNow
    } catch (thrown) {
      error = toErrorValue(thrown)
    }
  }

  async function load(): Promise<void> {
    error = undefined
    const before = told.boot
    try {
      info = await ask(api.app.info())
    } catch (thrown) {
      error = toErrorValue(thrown)
      return
    }
    if (told.boot === before) boot = info.boot
    if (boot.state === 'ready') await loadState()
  }

  return {
    api,
    toasts: createToasts(),
    returned: createReturned(),
    get info() {
      return info
    },
    get boot() {
      return boot
    },
    get setup() {
      return setup
    },
    get reach() {
      return reach
    },
    get settings() {
      return settings
    },
    get storage() {
      return storage
    },
    get unread() {
      return unread
    },
    get error() {
      return error
    },
    get screen() {
      return setup?.finished === true || lookingAround ? 'places' : 'setup'
    },
    get view() {
      return view
    },
    get conversationId() {
      return conversationId
    },
    goTo: (wished) => (view = wished),
    openConversation(wished) {
      conversationId = wished
      if (wished !== undefined) view = 'conversations'
    },
    showSetup: () => (lookingAround = false),
    lookAround: () => (lookingAround = true),
    setSetup,
    async change(patch) {
      settings = await ask(api.settings.set(patch))
    },
    async tryBootAgain() {
      const now = await ask(api.app.tryAgain())
      const wasReady = boot.state === 'ready'
      boot = now
      if (now.state === 'ready' && !wasReady) await loadState()
    },
    load,
    stop: () => stops.forEach((stop) => stop()),
  }
}

/** Key of the Svelte context that carries the {@link App}. */
export const appContext = Symbol('app')

/** The app's state, inside any component of the window. */
export const useApp = (): App => getContext<App>(appContext)
