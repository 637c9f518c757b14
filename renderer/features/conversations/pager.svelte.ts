/** A list that is read page by page, newest first, and kept true by events while it is on the screen. */
import { toErrorValue, type ErrorValue } from '../../../shared/errors.ts'
import type { Cursor } from '../../../shared/model/message.ts'

export interface PagerNeeds<T> {
  /** Reads the page before `cursor`, newest first; the newest page without one. Throws when it cannot. */
  readonly read: (
    before: Cursor | undefined,
  ) => Promise<{ readonly items: readonly T[]; readonly more: boolean }>
  readonly cursorOf: (item: T) => Cursor
}

export interface Pager<T> {
  /** Newest first. */
  readonly items: readonly T[]
  /** Whether there are older ones to read. */
  readonly more: boolean
  /** True until the first page is there. */
  readonly loading: boolean
  readonly loadingMore: boolean
  readonly error: ErrorValue | undefined
  /** Grows with each {@link load} that was answered: what is shown is another list. */
  readonly version: number
  /** Reads the first page anew. What was shown stays until the answer is there. */
  readonly load: () => Promise<void>
  readonly loadMore: () => Promise<void>
  /** Adds or replaces one that an event told of, unless it lies beyond what is read so far. */
  readonly put: (item: T) => void
  readonly remove: (id: string) => void
}

export function createPager<T>({ read, cursorOf }: PagerNeeds<T>): Pager<T> {
  let items = $state.raw<readonly T[]>([])
  let more = $state(false)
  let loading = $state(true)
  let loadingMore = $state(false)
  let error = $state.raw<ErrorValue>()
  let version = $state(0)
  let turn = 0
  // What events told while a page was on its way: newer than what the page says. Undefined: gone.
  let told: readonly { readonly id: string; readonly item: T | undefined }[] = []

  const isBefore = (a: Cursor, b: Cursor): boolean => a.at > b.at || (a.at === b.at && a.id > b.id)

  function without(id: string): readonly T[] {
    return items.some((one) => cursorOf(one).id === id)
      ? items.filter((one) => cursorOf(one).id !== id)
      : items
  }

  function place(item: T): void {
    const cursor = cursorOf(item)
    const others = without(cursor.id)
    const index = others.findIndex((one) => isBefore(cursor, cursorOf(one)))
    if (index >= 0) items = [...others.slice(0, index), item, ...others.slice(index)]
    // Older than all that is read: it comes with its page, except where that is the end of the list.
    else items = more ? others : [...others, item]
  }

  function note(id: string, item: T | undefined): void {
    if (loading || loadingMore) told = [...told.filter((one) => one.id !== id), { id, item }]
  }

  function put(item: T): void {
    note(cursorOf(item).id, item)
    place(item)
  }

  function remove(id: string): void {
    note(id, undefined)
    items = without(id)
  }

  function take(page: { readonly items: readonly T[]; readonly more: boolean }, onto: readonly T[]): void {
    const isKnown = (item: T): boolean => onto.some((one) => cursorOf(one).id === cursorOf(item).id)
    items = [...onto, ...page.items.filter((one) => !isKnown(one))]
    more = page.more
    for (const { id, item } of told) {
      if (item === undefined) items = without(id)
      else place(item)
    }
    told = []
  }

  async function load(): Promise<void> {
    const mine = ++turn
    loading = items.length === 0
    loadingMore = !loading
    error = undefined
    told = []
    try {
      const page = await read(undefined)
      if (mine !== turn) return
      take(page, [])
      version++
    } catch (thrown) {
      if (mine === turn) error = toErrorValue(thrown)
    } finally {
      if (mine === turn) loading = loadingMore = false
    }
  }

  async function loadMore(): Promise<void> {
    const last = items.at(-1)
    if (loading || loadingMore || !more || last === undefined) return
    const mine = turn
    loadingMore = true
    error = undefined
    try {
      const page = await read(cursorOf(last))
      if (mine === turn) take(page, items)
    } catch (thrown) {
      if (mine === turn) error = toErrorValue(thrown)
    } finally {
      if (mine === turn) loadingMore = false
    }
  }

  return {
    get items() {
      return items
    },
    get more() {
      return more
    },
    get loading() {
      return loading
    },
    get loadingMore() {
      return loadingMore
    },
    get error() {
      return error
    },
    get version() {
      return version
    },
    load,
    loadMore,
    put,
    remove,
  }
}
