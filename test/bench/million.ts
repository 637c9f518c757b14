/** A store of somebody who has texted for many years, made once for all subjects that want one. */
import { fillAccount } from './account.ts'
import { makeTempFolder, type TempFolder } from './places.ts'

export interface LargeStores {
  /** Data folder of the store with very many messages. */
  readonly full: string
  /** Data folder of one that is in use and has none. */
  readonly empty: string
  /** How many messages the large one has, in words. */
  readonly words: string
}

const sizes = { quick: 20_000, whole: 1_000_000 } as const

let folder: TempFolder | undefined
let made: Promise<LargeStores> | undefined

async function make(messages: number): Promise<LargeStores> {
  folder = makeTempFolder()
  const empty = await fillAccount(folder.path, 0)
  const full = await fillAccount(folder.path, messages)
  return { full: full.dataDir, empty: empty.dataDir, words: `${messages.toLocaleString('en')} messages` }
}

export function largeStores(quick: boolean): Promise<LargeStores> {
  return (made ??= make(quick ? sizes.quick : sizes.whole))
}

/** Deletes them, where they were made. */
export function removeLargeStores(): void {
  folder?.remove()
  folder = undefined
  made = undefined
}
