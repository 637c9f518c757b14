/**
 * The contract between the page and the main process: every call and every event, with the schema of every
 * argument and of every answer. The preload API, the handlers of the main process and the fake for tests are
 * all derived from it; nobody types a channel name.
 */
import * as v from 'valibot'
import { call, event } from './contract-parts.ts'
import { LedgerReport } from './core/ledger.ts'
import { arrivalsKept } from './core/arrivals.ts'
import { AppInfo, Boot, Place } from './model/app.ts'
import { Arrival } from './model/arrival.ts'
import { Keeping } from './model/backup.ts'
import { Conversation } from './model/conversation.ts'
import { ExportOutcome, ExportWish, ImportOutcome, Transfers } from './model/export.ts'
import { Gap, GapId } from './model/gap.ts'
import { checkedParts, HealthChecks, HealthLine, RawEvent } from './model/health.ts'
import { MediaId } from './model/media.ts'
import { ConversationId, Cursor, Draft, Message, MessageId, NotificationItem } from './model/message.ts'
import { PhoneAddress } from './model/number.ts'
import { Reach, ReachRecord, Ways } from './model/reach.ts'
import { KitEnd, Recovery } from './model/recovery.ts'
import { Settings, SettingsPatch } from './model/settings.ts'
import { NumberList, Setup } from './model/setup.ts'
import { Storage } from './model/storage.ts'
import { TrailEntry } from './model/trail.ts'

const nothing = v.void()
const limit = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(200))
const arrivalLimit = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(arrivalsKept))
const ByConversation = v.object({ conversationId: ConversationId })
const ByMessage = v.object({ messageId: MessageId })
const ByGap = v.object({ gapId: GapId })
const ByMedia = v.object({ mediaId: MediaId })

export const contract = {
  app: {
    info: call(nothing, AppInfo),
    /** Tries again to open what was blocked at start (keychain, store). */
    tryAgain: call(nothing, Boot),
    /** Opens a web page in the system's browser; only `https:` addresses on Tern's own list. */
    openLink: call(v.object({ url: v.string() }), nothing),
    /** Opens the compose window, with a recipient filled in or not. */
    openCompose: call(v.object({ to: v.optional(PhoneAddress) }), nothing),
    /** Opens the main window at a place, as a notification click does. */
    openPlace: call(Place, nothing),
    /** Tells which conversation this window shows, so that a text that is read as it comes makes no notification. */
    showing: call(v.object({ conversationId: v.optional(ConversationId) }), nothing),
    /** Closes the window that asks. */
    closeWindow: call(nothing, nothing),
    bootChanged: event(Boot),
    /** Main asks this window to show a place. */
    goTo: event(Place),
  },
  setup: {
    get: call(nothing, Setup),
    /** Checks a key with Aircall, then puts it in the OS keychain. Spaces around the parts are dropped. */
    connectKey: call(v.object({ apiId: v.string(), apiToken: v.string() }), Setup),
    startPractice: call(nothing, Setup),
    /** Leaves practice mode and deletes the practice conversations. */
    leavePractice: call(nothing, Setup),
    listNumbers: call(nothing, NumberList),
    /** Puts the number into API-only texting and proves the way in. Resolves when every step is done or one failed. */
    useNumber: call(v.object({ numberId: v.number() }), Setup),
    /** Runs the steps again, from the first that is not done. */
    tryAgain: call(nothing, Setup),
    finish: call(nothing, Setup),
    /** The user has read that the number could not be handed back. */
    forgetAwayError: call(nothing, Setup),
    /** Deletes the configuration at Aircall: texting goes back to the Aircall apps. Conversations stay. */
    stopUsingNumber: call(nothing, Setup),
    /** Deletes the key from the keychain. */
    forgetKey: call(nothing, Setup),
    changed: event(Setup),
  },
  conversations: {
    /** Newest first; `query` looks in names and digits. */
    list: call(
      v.object({ query: v.optional(v.string(), ''), before: v.optional(Cursor), limit }),
      v.object({ items: v.array(Conversation), more: v.boolean() }),
    ),
    get: call(ByConversation, Conversation),
    /** Oldest first within the page; the page just before `before`, or the newest. */
    messages: call(
      v.object({ ...ByConversation.entries, before: v.optional(Cursor), limit }),
      v.object({ items: v.array(Message), more: v.boolean() }),
    ),
    markRead: call(ByConversation, nothing),
    /** Gives the person a name; an empty one takes it away. */
    setName: call(
      v.object({ ...ByConversation.entries, name: v.pipe(v.string(), v.maxLength(200)) }),
      nothing,
    ),
    saveDraft: call(
      v.object({ ...ByConversation.entries, body: v.pipe(v.string(), v.maxLength(20000)) }),
      nothing,
    ),
    /** Deletes it with all its messages, for good; what waits in it is not sent. */
    remove: call(ByConversation, nothing),
    /** A conversation is new or has changed. */
    changed: event(Conversation),
    /** Conversations have gone: deleted, or practice mode left. */
    removed: event(v.object({ conversationIds: v.array(ConversationId) })),
  },
  messages: {
    /** Stores the text as `queued` and answers at once; what follows comes as `changed`. */
    send: call(Draft, Message),
    /** Queues a `failed`, `undelivered` or `unknown` text once more. For `unknown` the page asks the user first. */
    sendAgain: call(ByMessage, Message),
    /** The user says that an `unknown` text has arrived. */
    markAsSent: call(ByMessage, Message),
    /**
     * Takes a queued text back before it leaves. Its text stands in the conversation's draft; its photos' addresses come
     * back here. `gone` is false for one that was to be sent again: it is where it was.
     */
    cancel: call(
      ByMessage,
      v.object({ gone: v.boolean(), message: Message, conversation: v.optional(Conversation) }),
    ),
    /** The texts that wait to go out, oldest first, with the names of their people. */
    waiting: call(v.object({ limit }), v.array(NotificationItem)),
    /** Proves the way in, then waits for a delivery report about an `unknown` text; answers how it stands then. */
    check: call(ByMessage, Message),
    /** What happened to a message, oldest first. */
    trail: call(ByMessage, v.array(TrailEntry)),
    /** Deletes it for good. */
    remove: call(ByMessage, nothing),
    /** A message is new or has changed. */
    changed: event(Message),
    /** Messages have gone: deleted, or taken back. */
    removed: event(v.object({ ...ByConversation.entries, messageIds: v.array(MessageId) })),
  },
  /** The photos of inbound texts; what they show comes by their address (`core/picture-address.ts`). */
  photos: {
    /** Asks the user where to, and saves a stored one; `saved` is false when they thought better of it. */
    save: call(ByMedia, v.object({ saved: v.boolean() })),
    /** Fetches one now that waits, expired or was refused; what follows comes as `messages.changed`. */
    retry: call(ByMedia, nothing),
  },
  notifications: {
    /** Inbound texts, newest first; `query` looks in text, names and digits. */
    list: call(
      v.object({
        filter: v.picklist(['unread', 'all']),
        query: v.optional(v.string(), ''),
        before: v.optional(Cursor),
        limit,
      }),
      v.object({ items: v.array(NotificationItem), more: v.boolean() }),
    ),
    setDone: call(v.object({ ...ByMessage.entries, done: v.boolean() }), nothing),
    unread: call(nothing, v.number()),
    /** Count of unread inbound texts. */
    unreadChanged: event(v.number()),
  },
  reach: {
    get: call(nothing, Reach),
    /** Proves the way in now; opens it anew if it is lost. */
    check: call(nothing, Reach),
    /** How reachable this computer was, and how the way in went from state to state. */
    record: call(nothing, ReachRecord),
    /** Registers the number although Aircall holds somebody else's address, or none. Resolves when it is proven, or failed. */
    takeBack: call(nothing, Reach),
    /** Closes the way in and opens it anew. Resolves when it is proven, or failed. */
    reopen: call(nothing, Reach),
    /** What each way in still needs before it can be used. The one that is used is a setting. */
    ways: call(nothing, Ways),
    /** Puts ngrok's authtoken into the OS keychain, out of which no page gets it. Also as the command that ngrok shows. */
    setNgrokToken: call(v.object({ token: v.pipe(v.string(), v.maxLength(300)) }), Ways),
    /** Deletes it from the keychain. */
    forgetNgrokToken: call(nothing, Ways),
    changed: event(Reach),
  },
  /** When replies could not surely reach this computer. */
  gaps: {
    /** Newest first. */
    list: call(v.object({ limit }), v.array(Gap)),
    /** Those that may have cost this conversation a reply, oldest first. */
    ofConversation: call(v.object({ ...ByConversation.entries, limit }), v.array(Gap)),
    /** Whom the user texted in the day before it, or within it, and who has not answered; nobody who has opted out. */
    unanswered: call(ByGap, v.array(Conversation)),
    /** Ticks it off in the notifications list, or not. */
    setDone: call(v.object({ ...ByGap.entries, done: v.boolean() }), nothing),
    /** The user has asked so many people to text again, beside those that were asked before. */
    setAsked: call(
      v.object({ ...ByGap.entries, people: v.pipe(v.number(), v.integer(), v.minValue(1)) }),
      nothing,
    ),
    /** A gap is new or has changed. */
    changed: event(Gap),
  },
  settings: {
    get: call(nothing, Settings),
    set: call(SettingsPatch, Settings),
    changed: event(Settings),
    /** Shows a test notification. */
    testNotification: call(nothing, nothing),
  },
  storage: {
    get: call(nothing, Storage),
    /** The store can be written no more, or again; or space has become scarce. */
    changed: event(Storage),
  },
  recovery: {
    get: call(nothing, Recovery),
    /** Each makes a new page with a new code, which the page that calls never sees. */
    savePdf: call(nothing, KitEnd),
    print: call(nothing, KitEnd),
    show: call(nothing, KitEnd),
    /** Opens messages whose key the keychain has lost. Takes the code as it was typed. */
    unlock: call(v.object({ code: v.pipe(v.string(), v.maxLength(200)) }), Boot),
    changed: event(Recovery),
  },
  backups: {
    get: call(nothing, Keeping),
    /** Makes one now. Resolves when it is made and checked. */
    make: call(nothing, Keeping),
    /**
     * Opens a backup in place of the present messages, which are kept as a backup themselves. Resolves when they are
     * open; meanwhile the app is `starting`. Texts that wait in the backup become `unknown`.
     */
    restore: call(v.object({ id: v.string() }), nothing),
    /** Checks the whole file of the messages. */
    checkFile: call(nothing, Keeping),
    /** The user has seen what a recovery left out. */
    forgetRecovery: call(nothing, Keeping),
    changed: event(Keeping),
  },
  exports: {
    /** What is under way. */
    get: call(nothing, Transfers),
    /** Asks for a folder, then writes an export into it. Answers when it is whole, stopped, or failed. */
    start: call(ExportWish, ExportOutcome),
    /** Asks for the folder of an export, and brings in what is not here yet. */
    importFrom: call(nothing, ImportOutcome),
    stop: call(nothing, nothing),
    /** Shows the last export that was made in the system's file manager. */
    reveal: call(nothing, nothing),
    changed: event(Transfers),
  },
  health: {
    get: call(nothing, v.array(HealthLine)),
    /** A part works that did not, or the other way round. */
    changed: event(nothing),
    /** How the checks stand. */
    checks: call(nothing, HealthChecks),
    /** Runs every check, one after the other. Resolves when the last one has ended, well or not. */
    runAll: call(nothing, HealthChecks),
    /** Runs the check of one part. */
    check: call(v.object({ part: v.picklist(checkedParts) }), HealthChecks),
    checking: event(HealthChecks),
    /** What came to the listener, newest first. */
    callbacks: call(v.object({ limit: arrivalLimit }), v.array(Arrival)),
    rawEvents: call(v.object({ limit }), v.array(RawEvent)),
    /** Walks the whole ledger and compares it with the messages; takes seconds for each million entries. */
    verifyRecord: call(nothing, LedgerReport),
    /** How far that is, in entries. */
    verifying: event(v.object({ done: v.number(), total: v.number() })),
    /** How Tern is, as plain text for whoever helps: no text, no name, no whole number, nothing secret. */
    report: call(nothing, v.string()),
    /** Asks for a place, and writes the report and Tern's own log there; `saved` is false when they thought better of it. */
    saveLogs: call(nothing, v.object({ saved: v.boolean() })),
  },
} as const

export type Contract = typeof contract

/** The channel that a call or an event travels on. */
export const channelOf = (subject: string, name: string): string => `tern:${subject}.${name}`
