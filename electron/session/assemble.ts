/** The parts that stand on keychain and store. */
import { readCallback } from '../../shared/core/callback.ts'
import type { Reach } from '../../shared/model/reach.ts'
import type { Settings } from '../../shared/model/settings.ts'
import { desktopWords } from '../../shared/words/desktop.ts'
import { createAircall } from '../aircall/client.ts'
import { createKeeper } from '../backups/keeper.ts'
import { repairStore, swapLocked } from '../backups/recover.ts'
import { createListener } from '../callback/listener.ts'
import { createExports } from '../export/exports.ts'
import { openMedia } from '../media/open-media.ts'
import { createStartGate } from '../outbox/start-gate.ts'
import { createAccount } from '../setup/account.ts'
import { createSetup } from '../setup/setup.ts'
import type { StoreAt } from '../work/check-store.ts'
import type { Reception, Store } from '../store/store.ts'
import { type Work } from '../work/work.ts'
import { createAbsence, isLive } from './absence.ts'
import { createAnnouncer, createUnreadCount } from './announce.ts'
import { createSessionHealth, noticing } from './health-of.ts'
import { openCheckpointer } from './open-checkpointer.ts'
import { openInbound } from './open-inbound.ts'
import { openOutbox } from './open-outbox.ts'
import { openReach } from './open-reach.ts'
import { manyKey } from './notification-queue.ts'
import type { Session } from './session.ts'
import { createReachTeller } from './tell-reach.ts'
import { createSettings } from './settings.ts'
import { watchStorage } from './watch-storage.ts'
import type { SessionNeeds } from './needs.ts'
import { watchNotifier } from './watch-notifier.ts'

/** Makes the parts, and joins them in the order in which they need each other. */
export function assemble(needs: SessionNeeds, store: Store, at: StoreAt, work: Work): Session {
  const { clock, log, secrets, http } = needs
  const noticed = (): void => health.noticed()
  const emit = noticing(needs.emit, noticed)
  // What may fail comes before there is anything to end.
  const recovered = store.outbox.recover()
  const notifier = watchNotifier(needs.notifier, noticed)

  const unread = createUnreadCount(store.messages, log)
  const teller = createReachTeller({ ...needs, notifier, store, setup: () => setup.get() })
  const tray = (): void =>
    needs.onTray({ unread: unread(), ...teller.current(), trouble: storage.current().error })

  const announce = createAnnouncer({
    store,
    emit,
    unread,
    onUnread(count) {
      tray()
      if (count === 0) notifier.clear(manyKey)
    },
    clock,
    onGap: tray,
    onRemoved: () => void media.removeDeleted(),
  })
  const { tunnelHost } = needs.config
  const settings = createSettings({ store: store.settings, emit, tunnelHost, onChange: settingsChanged })

  const account = createAccount({
    secrets,
    liveUrl: needs.config.aircallUrl,
    makeAircall: (key, baseUrl) => createAircall({ http, key, baseUrl, clock, log }),
    startPractice: needs.startPractice,
  })

  const storage = watchStorage({
    ...needs,
    emit,
    store,
    notifier,
    onChange() {
      tray()
      const { error } = storage.current()
      if (error !== undefined) keeper.storeTrouble(error)
    },
    onWorks() {
      outbox.wake()
      listener.retry()
    },
  })

  const outbox = openOutbox({
    store,
    aircall: account.aircall,
    mayLeave: () => gate.isOpen(),
    isInUse: (numberId) => setup.isInUse(numberId),
    settings: settings.get,
    clock,
    log,
    onMessage: announce.message,
    onTrouble: (error) => storage.tell('outbox', error),
  })

  const media = openMedia({
    dataDir: needs.dataDir,
    key: at.key,
    store: store.media,
    practiceOrigin: account.ownOrigin,
    clock,
    log,
    onChange(messageId) {
      const message = store.messages.get(messageId)
      if (message !== undefined) announce.message(message)
    },
  })

  const listener = createListener({
    receive: store.messages.receive,
    read: readCallback,
    onReception: received,
    onTrouble: (error) => storage.tell('callbacks', error),
    onArrival: (arrival) => health.onArrival(arrival),
    clock,
    log,
  })

  const { reach, ways } = openReach({
    ...needs,
    listener,
    aircall: () => setup.aircall(),
    store,
    onGap: announce.gap,
    onTrouble: (error) => storage.tell('reach', error),
    forcedHost: tunnelHost,
    isPractice: () => setup.get().mode === 'practice',
    reopen: () => setup.reopen(),
    settings: settings.get,
    onChange: reachChanged,
  })

  const setup = createSetup({
    store,
    account,
    reach,
    notifier,
    testNotification: () => desktopWords.notification.test,
    clock,
    log,
    onChange(now) {
      emit.setup.changed(now)
      tray()
    },
    onConversationsRemoved: announce.conversationsRemoved,
    onAccount() {
      outbox.wake()
      void media.start()
    },
    onNumberGone: outbox.wake,
  })

  const absence = createAbsence({
    setup,
    reach,
    handsBack: () => settings.get().away === 'handBack',
    wakers: [outbox.wake, () => media.online(), () => keeper.wake()],
    log,
  })

  const gate = createStartGate({ closed: setup.get().number !== undefined, clock, onOpen: outbox.wake })

  const exports = createExports({
    work,
    at,
    values: store.settings,
    folders: needs.folders,
    timeZone: () => new Intl.DateTimeFormat().resolvedOptions().timeZone,
    isPractice: () => setup.get().mode === 'practice',
    onChange: emit.exports.changed,
    clock,
    log,
  })

  const inbound = openInbound({ ...needs, store, notifier, settings: settings.get })

  const keeper = createKeeper({
    store,
    at,
    work,
    clock,
    log,
    onChange: emit.backups.changed,
    onBackup: needs.onBackup,
    onRecovery: (recovery) => tell('recovery', desktopWords.notification.recovered(recovery)),
    replace: (aside) => needs.restart(() => swapLocked(at.path, aside)),
    repair: () => needs.restart(() => repairStore(needs.workScript, at, log)),
  })

  const checkpointer = openCheckpointer({ ...needs, store, at, storage, keeper })

  function tell(key: string, words: { readonly title: string; readonly body: string }): void {
    notifier
      .show({ key, ...words, onClick: () => needs.openPlace({ view: 'health' }) })
      .catch((thrown: unknown) => log.error(`session: not shown (${key})`, thrown))
  }

  function received(reception: Reception): void {
    if (reception.kind === 'kept' || reception.kind === 'forgotten') return
    announce.message(reception.message)
    if (reception.message.media !== undefined) media.wake()
    if (reception.kind === 'message') inbound.notify(reception.message, reception.fresh)
  }

  function reachChanged(now: Reach): void {
    emit.reach.changed(now)
    setup.reachChanged(now)
    gate.reachIs(now.state)
    teller.changed(now)
    tray()
    // The network may be back: what waits in the queue gets its chance.
    if (now.state !== 'reachable') return
    outbox.wake()
    media.online()
  }

  function settingsChanged(now: Settings, before: Settings): void {
    needs.onSettings(now)
    void ways.settingsChanged(now, before)
  }

  const health = createSessionHealth({
    ...needs,
    ...{ emit, store, setup, reach, listener, outbox, keeper, storage, settings, notifier },
  })

  for (const message of recovered) announce.message(message)
  needs.onSettings(settings.get())
  tray()
  keeper.start()
  // The window need not wait for keychain and network.
  void setup
    .resume()
    .catch((thrown: unknown) => log.error('setup: could not be resumed', thrown))
    // Without an account too.
    .then(media.start)

  return {
    store,
    work,
    keeper,
    exports,
    outbox,
    media,
    reach,
    ways,
    setup,
    announce,
    storage,
    storeKey: at.key,
    settings,
    verifyRecord: () =>
      work.run('verifyLedger', at, {
        onProgress: (done, total) => emit.health.verifying({ done, total }),
      }),
    testNotification: health.testNotification,
    health,
    isAwayUndecided: () => settings.get().away === 'ask' && isLive(setup.get()),
    slept: absence.slept,
    woke: absence.woke,
    async close({ leaving } = { leaving: false }) {
      health.stop()
      storage.stop()
      keeper.stop()
      try {
        const parts = [outbox.stop(5_000), absence.leave(leaving), media.stop(), exports.close()]
        await Promise.all([...parts, work.close(), checkpointer.close()])
        await account.close()
        announce.stop()
        inbound.stop()
        health.flush()
      } finally {
        store.close()
      }
    },
  }
}
