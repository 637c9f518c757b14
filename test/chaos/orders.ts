/** What the lane tells the script that is loaded into Tern's main process, and what that script writes down. */
import type { Draft } from '../../shared/model/message.ts'

/** Something the user does, through the page and the door. */
export type Act =
  | { readonly kind: 'send'; readonly draft: Draft }
  | { readonly kind: 'again' | 'mark' | 'cancel'; readonly messageId: string }

/** Bugs that are put in on purpose, so that the checks are seen to find them. */
export const sabotages = ['answerFirst', 'forget', 'twice', 'resend'] as const
export type Sabotage = (typeof sabotages)[number]

export interface Orders {
  /** The file to write {@link Entry}s to, a line of JSON each. */
  readonly journal: string
  /** The process kills itself when it comes by this point for the nth time. */
  readonly kill?: { readonly point: string; readonly nth: number }
  /** Done in a window, one after the other. */
  readonly acts: readonly Act[]
  /** Whether they wait until the way in is registered. */
  readonly actsWait: boolean
  readonly sabotage?: Sabotage
}

export type Entry =
  /** Came by this point. */
  | { readonly kind: 'passed'; readonly point: string }
  /** The page has asked for an act. */
  | { readonly kind: 'asked'; readonly id: string }
  /** The page has its answer: `ok`, or the code of the error. */
  | { readonly kind: 'answered'; readonly id: string; readonly code: string }
  /** Chromium gave up on the POST of the text with these words, and why; not because Tern told it to. */
  | { readonly kind: 'broke'; readonly body: string; readonly why: string }

/** Environment variable with the {@link Orders}. */
export const ordersVariable = 'TERN_CHAOS'
