/**
 * How the state of an outbound message moves on. Callbacks come late, doubled and in any order, and may overtake
 * the answer to the POST; a state never goes backwards, so every order of the same news ends in the same state.
 */
import type { OutboundState } from '../model/message.ts'

/**
 * How much each state says about the text, from nothing to the last word. The higher one wins, whichever came
 * first; being one line, it makes {@link advance} independent of the order of events.
 */
const rank: Readonly<Record<OutboundState, number>> = {
  // Still here.
  queued: 0,
  // The POST may have left: says nothing yet.
  claimed: 1,
  // The POST got no clear answer. Any news from Aircall is better than that.
  unknown: 2,
  // A refusal is clear, but a callback about the very text proves that Aircall took it after all.
  failed: 3,
  // Aircall took it.
  accepted: 4,
  // The carrier took it.
  sent: 5,
  // The carrier gave up.
  undelivered: 6,
  // The phone confirmed it: the strongest fact there is, and the only final one. It also wins over `undelivered`,
  // which a carrier may report for one part of a text or one of several tries.
  delivered: 7,
}

/**
 * The state after hearing `to` while in `from`: the one that says more.
 * Only for news about the same try; sending again starts a new try at `queued`.
 */
export function advance(from: OutboundState, to: OutboundState): OutboundState {
  return rank[to] > rank[from] ? to : from
}

/** The provider's words (docs/contract.md): first those seen, then those guessed. */
const words: Readonly<Record<string, OutboundState>> = {
  pending: 'accepted',
  sent: 'sent',
  delivered: 'delivered',
  // Said by a callback, so Aircall had taken the text: not the clear refusal that our own `failed` stands for.
  failed: 'undelivered',
  undelivered: 'undelivered',
}

/** The state that a word of the provider stands for; undefined for a word that is not known. Case and spaces don't count. */
export function deliveryState(providerWord: string): OutboundState | undefined {
  const word = providerWord.trim().toLowerCase()
  return Object.hasOwn(words, word) ? words[word] : undefined
}

/** One status of a message, as a callback or the answer to the POST gave it. */
export interface HeardStatus {
  /** The provider's word. */
  readonly word: string
  /** The provider's time of it, epoch milliseconds. */
  readonly providerAt: number | undefined
}

export interface Standing {
  readonly state: OutboundState
  /** The provider's newest word, when it is none that is known and nothing known is as new. */
  readonly providerStatus: string | undefined
}

/**
 * Where a message stands.
 * @param own what Tern itself knows of this try: queued, claimed, and how the POST ended
 * @param heard all that the provider said of it, in any order, doubled or not
 */
export function standing(own: OutboundState, heard: readonly HeardStatus[]): Standing {
  let state = own
  let knownAt = Number.NEGATIVE_INFINITY
  let newest: { readonly word: string; readonly at: number } | undefined
  let anyKnown = false
  for (const { word, providerAt } of heard) {
    const at = providerAt ?? Number.NEGATIVE_INFINITY
    const known = deliveryState(word)
    if (known !== undefined) {
      state = advance(state, known)
      knownAt = Math.max(knownAt, at)
      anyKnown = true
    } else if (newest === undefined || at > newest.at || (at === newest.at && word > newest.word)) {
      newest = { word, at }
    }
  }
  // A word that is not known, said by Aircall: it has the text, whatever the word means.
  if (newest !== undefined) state = advance(state, 'accepted')
  const shown = newest !== undefined && (!anyKnown || newest.at > knownAt)
  return { state, providerStatus: shown ? newest?.word : undefined }
}
