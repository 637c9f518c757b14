/** What is known from outside of one story: what the user did, what left, what came and was acknowledged. */
import type { Post } from './relay.ts'

/** A text of the user. */
export interface OwnText {
  readonly id: string
  readonly to: string
  readonly body: string
  /** The window was told that Tern has it. */
  taken: boolean
  /** How often the user asked to send it again. */
  again: number
  /** The user said that it has arrived. */
  marked: boolean
  /** The user took it back; `perhaps`: Tern was killed before it said so. */
  cancelled: 'no' | 'perhaps' | 'yes'
  /** At a kill it was on its way. */
  wasClaimed: boolean
  /** Chromium gave up on its POST, in these words. */
  readonly broke: string[]
}

/** A callback that was sent to Tern. */
export interface Delivery {
  readonly event: string
  readonly providerId: string
  readonly status: string
  readonly peer: string
  readonly body: string
  /** What it was answered; undefined while it is under way, and when it got no answer. */
  answer: number | undefined
}

export interface Witness {
  readonly texts: Map<string, OwnText>
  /** What left the computer, in order. */
  readonly posts: readonly Post[]
  /** The bodies of the texts that Aircall took, one for each time. */
  readonly taken: () => readonly string[]
  readonly deliveries: Delivery[]
}

/** What a callback's body says, in any of the forms that the practice Aircall gives it. */
export function readDelivery(raw: string): Delivery {
  const json = JSON.parse(raw) as Record<string, unknown>
  const data = json['data'] as Record<string, unknown>
  const message = (data['message'] ?? data) as Record<string, unknown>
  const word = (...names: string[]): string => String(names.map((name) => message[name]).find(Boolean) ?? '')
  return {
    event: String(json['event_name'] ?? json['event']),
    providerId: word('id'),
    status: word('status'),
    peer: `+${word('external_number', 'raw_digits').replace('+', '')}`,
    body: word('body', 'content'),
    answer: undefined,
  }
}
