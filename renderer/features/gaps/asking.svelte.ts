/** Asks people, one ordinary text each, to send again what may not have arrived. */
import { TernError, toErrorValue, type ErrorValue } from '../../../shared/errors.ts'
import type { Conversation } from '../../../shared/model/conversation.ts'
import type { Gap } from '../../../shared/model/gap.ts'
import type { OurNumber } from '../../../shared/model/number.ts'
import { createAction, type Action } from '../../lib/action.svelte.ts'
import { ask, type PageApi } from '../../lib/api.ts'
import { tickedAtFirst } from './whom.ts'

export interface AskedPerson {
  readonly conversation: Conversation
  /** Whether the user wants them to be asked. */
  readonly ticked: boolean
  readonly sent: boolean
  /** Whether they have texted since the dialog was opened: then they are not asked any more. */
  readonly answered: boolean
  /** Why their text was not taken the last time. */
  readonly error: ErrorValue | undefined
}

export interface Asking {
  readonly people: readonly AskedPerson[]
  /** How many texts a press would send. */
  readonly count: number
  /** How many were sent so far. */
  readonly sent: number
  readonly tick: (conversationId: string, ticked: boolean) => void
  readonly tickAll: (ticked: boolean) => void
  readonly answered: (conversationId: string) => void
  /**
   * Sends to those who are ticked and were not sent to yet, then notes that they were asked. Whose text was not taken has
   * an error; the action's own error is of the note. Run again it goes on where it stopped.
   */
  readonly send: Action<[from: OurNumber | undefined, body: string]>
}

/** @param people whom one could ask; fixed from now on */
export function createAsking(
  api: PageApi,
  gap: Gap,
  people: readonly Conversation[],
  makeId: () => string = () => crypto.randomUUID(),
): Asking {
  // The id of each one's text is made once: when the answer to a call was lost, another press asks for the same text.
  const drafts: ReadonlyMap<string, string> = new Map(people.map(({ id }) => [id, makeId()]))
  let ticked = $state.raw<ReadonlySet<string>>(tickedAtFirst(gap, people))
  let answered = $state.raw<ReadonlySet<string>>(new Set())
  let sent = $state.raw<ReadonlySet<string>>(new Set())
  let errors = $state.raw<Readonly<Record<string, ErrorValue>>>({})
  /** Of those sent, how many the store was told of. */
  let noted = 0
  const isOpen = (id: string): boolean => ticked.has(id) && !sent.has(id) && !answered.has(id)
  const open = $derived(people.filter(({ id }) => isOpen(id)))

  async function sendTo({ id, peer }: Conversation, from: OurNumber, body: string): Promise<void> {
    try {
      const draft = { id: drafts.get(id) ?? makeId(), numberId: from.id, to: peer, body, mediaUrls: [] }
      await ask(api.messages.send(draft))
      sent = new Set([...sent, id])
    } catch (thrown) {
      errors = { ...errors, [id]: toErrorValue(thrown) }
    }
  }

  const send = createAction(async (from: OurNumber | undefined, body: string) => {
    if (from === undefined) throw new TernError('app.notReady')
    errors = {}
    // Asked anew for each: somebody may answer meanwhile.
    for (const person of people) if (isOpen(person.id)) await sendTo(person, from, body)
    if (sent.size === noted) return
    await ask(api.gaps.setAsked({ gapId: gap.id, people: sent.size - noted }))
    noted = sent.size
  })

  return {
    get people() {
      return people.map((conversation) => ({
        conversation,
        ticked: ticked.has(conversation.id),
        sent: sent.has(conversation.id),
        answered: answered.has(conversation.id),
        error: errors[conversation.id],
      }))
    },
    get count() {
      return open.length
    },
    get sent() {
      return sent.size
    },
    tick: (id, on) => (ticked = new Set(on ? [...ticked, id] : [...ticked].filter((one) => one !== id))),
    tickAll: (on) => (ticked = new Set(on ? people.map(({ id }) => id) : [])),
    answered: (id) => (answered = new Set([...answered, id])),
    send,
  }
}
