/** Whether an inbound text becomes a notification, and what it then says. Pure; the words come from the catalogue. */
import type { Message } from '../model/message.ts'
import type { Settings } from '../model/settings.ts'
import { desktopWords } from '../words/desktop.ts'

export interface NotificationFacts {
  readonly message: Message
  /** False when the same text had been received before. */
  readonly fresh: boolean
  /** The name the user gave the person. */
  readonly name: string | undefined
  readonly settings: Settings['notifications']
  /** The conversation that a visible window shows, if one does. */
  readonly showing: string | undefined
  /** Whether that window has the keyboard: only then is the text surely seen. */
  readonly focused: boolean
}

/** Why there is no notification. */
export type SuppressReason = 'outbound' | 'again' | 'done' | 'seen' | 'switchedOff'

export type NotificationDecision =
  | { readonly show: true; readonly title: string; readonly body: string; readonly key: string }
  | { readonly show: false; readonly reason: SuppressReason }

/** Longest body, in characters: what systems show before they cut it off themselves. */
export const bodyLimit = 240

const keyPrefix = 'conversation:'

/** One notification a conversation: a newer text takes the place of the one before it. */
export const notificationKey = (conversationId: string): string => `${keyPrefix}${conversationId}`

/** The text on one line, cut between characters (never inside an emoji) with an ellipsis. */
export function oneLine(text: string, limit: number): string {
  // Marks that turn the reading direction could make a text look as if Tern had said it.
  const plain = text
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .replace(/[\u202A-\u202E\u2066-\u2069\u200E\u200F]/g, '')
    .replace(/ {2,}/g, ' ')
    .trim()
  const characters = Array.from(new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(plain))
  if (characters.length <= limit) return plain
  const kept = characters.slice(0, limit - 1).map(({ segment }) => segment)
  return `${kept.join('').trimEnd()}…`
}

function bodyOf(message: Message, showText: boolean): string {
  const words = desktopWords.notification
  const text = showText ? oneLine(message.body, bodyLimit) : ''
  const photos = message.mediaUrls.length
  const parts = [
    ...(message.verified ? [] : [words.unverified]),
    ...(text === '' ? [] : [text]),
    ...(photos === 0 ? [] : [words.photos(photos)]),
  ]
  if (!showText && photos === 0) parts.push(words.newText)
  return parts.length === 0 ? words.emptyText : parts.join('\n')
}

/** Decides on one inbound text. */
export function decideNotification(facts: NotificationFacts): NotificationDecision {
  const { message, settings } = facts
  const suppress = (reason: SuppressReason): NotificationDecision => ({ show: false, reason })

  if (message.direction !== 'inbound') return suppress('outbound')
  if (!facts.fresh) return suppress('again')
  if (message.done) return suppress('done')
  if (!settings.enabled) return suppress('switchedOff')
  if (facts.focused && facts.showing === message.conversationId) return suppress('seen')

  return {
    show: true,
    title: oneLine(facts.name ?? '', 60) || message.peer,
    body: bodyOf(message, settings.showText),
    key: notificationKey(message.conversationId),
  }
}
