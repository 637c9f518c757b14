/** The gaps for the list of notifications, and whom the user could ask to text again, kept true by events. */
import { toErrorValue, type ErrorValue } from '../../../shared/errors.ts'
import type { Conversation } from '../../../shared/model/conversation.ts'
import type { Gap } from '../../../shared/model/gap.ts'
import { ask, type PageApi } from '../../lib/api.ts'
import { mayAsk } from './whom.ts'

const limit = 200

export interface GapList {
  /** Newest first. */
  readonly all: readonly Gap[]
  /** True until they are there. */
  readonly loading: boolean
  readonly error: ErrorValue | undefined
  /** Whom one could ask about it now; nobody as long as that is not known. */
  readonly people: (gap: Gap) => readonly Conversation[]
  readonly load: () => Promise<void>
  readonly stop: () => void
}

/** @param numberInUse the number that could ask */
export function createGapList(api: PageApi, numberInUse: () => number | undefined): GapList {
  let all = $state.raw<readonly Gap[]>([])
  let people = $state.raw<Readonly<Record<number, readonly Conversation[]>>>({})
  let loading = $state(true)
  let error = $state.raw<ErrorValue>()
  // What events told while the list was on its way is newer.
  let told: readonly Gap[] = []
  let waiting: readonly number[] = []
  let asking = false

  function put(gap: Gap): void {
    const others = all.filter(({ id }) => id !== gap.id)
    all = [gap, ...others].sort((a, b) => b.from - a.from || b.id - a.id)
  }

  /** Asks for the people of each gap, one after the other: for each the main process looks through conversations. */
  async function readPeople(gaps: readonly Gap[]): Promise<void> {
    const now = Date.now()
    const wished = gaps.filter((gap) => mayAsk(gap, numberInUse(), now)).map(({ id }) => id)
    waiting = [...waiting.filter((id) => !wished.includes(id)), ...wished]
    if (asking) return
    asking = true
    try {
      for (let gapId = waiting[0]; gapId !== undefined; gapId = waiting[0]) {
        waiting = waiting.slice(1)
        const found = await ask(api.gaps.unanswered({ gapId }))
        people = { ...people, [gapId]: found }
      }
    } catch (thrown) {
      error = toErrorValue(thrown)
    } finally {
      asking = false
    }
  }

  /** Takes somebody out of every list, or puts them in as they are now. */
  function changePeople(change: (one: Conversation) => Conversation | undefined): void {
    people = Object.fromEntries(
      Object.entries(people).map(([gapId, some]) => [
        gapId,
        some.map(change).filter((one): one is Conversation => one !== undefined),
      ]),
    )
  }

  const stops = [
    api.gaps.changed((gap) => {
      if (loading) told = [...told, gap]
      put(gap)
      void readPeople([gap])
    }),
    api.messages.changed(({ direction, conversationId }) => {
      // Who has texted has answered.
      if (direction === 'inbound') changePeople((one) => (one.id === conversationId ? undefined : one))
    }),
    api.conversations.changed((changed) => changePeople((one) => (one.id === changed.id ? changed : one))),
    api.conversations.removed(({ conversationIds }) =>
      changePeople((one) => (conversationIds.includes(one.id) ? undefined : one)),
    ),
  ]

  async function load(): Promise<void> {
    error = undefined
    told = []
    try {
      all = await ask(api.gaps.list({ limit }))
      told.forEach(put)
      void readPeople(all)
    } catch (thrown) {
      error = toErrorValue(thrown)
    } finally {
      loading = false
    }
  }

  return {
    get all() {
      return all
    },
    get loading() {
      return loading
    },
    get error() {
      return error
    },
    people: (gap) => (mayAsk(gap, numberInUse(), Date.now()) ? (people[gap.id] ?? []) : []),
    load,
    stop: () => stops.forEach((stop) => stop()),
  }
}
