import { practiceList, practicePerson } from '../../../shared/core/practice-people.ts'
import type { Conversation } from '../../../shared/model/conversation.ts'
import type { Recipient } from './recipient.ts'

/** Somebody whom the field *To* offers. */
export interface Suggestion extends Recipient {
  /** What a practice customer does with a text. */
  readonly does?: string
}

/**
 * Whom to offer: the conversations that were found for what is typed; in practice mode also the practice customers
 * who fit it and have none yet, and their names for those who have none.
 */
export function suggestionsOf(
  found: readonly Pick<Conversation, 'peer' | 'name'>[],
  typed: string,
  practice: boolean,
): readonly Suggestion[] {
  if (!practice) return found.map(({ peer, name }) => ({ address: peer, name }))
  const wished = typed.trim().toLowerCase()
  const digits = wished.replace(/\D/g, '')
  const others = practiceList
    .filter(({ number }) => !found.some(({ peer }) => peer === number))
    .filter(
      ({ name, number }) => name.toLowerCase().includes(wished) || (digits !== '' && number.includes(digits)),
    )
  return [
    ...found.map(({ peer, name }) => customerOf(peer, name)),
    ...others.map(({ number }) => customerOf(number)),
  ]
}

/** An address, with the name and the habit of the practice customer who has it, if one has. */
export function customerOf(address: string, name?: string): Suggestion {
  const customer = practicePerson(address)
  if (customer === undefined) return { address, name }
  return { address, name: name ?? customer.name, practice: name === undefined, does: customer.does }
}
