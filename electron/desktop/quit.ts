/** *Quit*, as the user asks for it: once, with the question where replies go meanwhile. */
import type { Dialog } from 'electron'
import type { AwayChoice } from '../../shared/model/settings.ts'
import { desktopWords } from '../../shared/words/desktop.ts'
import type { Log } from '../ports.ts'

type Answer = Exclude<AwayChoice, 'ask'>

/** Asks in a window of the system, which works also where Tern has none. Undefined: not to quit after all. */
export async function askWhereRepliesGo(dialog: Pick<Dialog, 'showMessageBox'>): Promise<Answer | undefined> {
  const words = desktopWords.away
  const answers: readonly (readonly [string, Answer | undefined])[] = [
    [words.keep, 'keep'],
    [words.handBack, 'handBack'],
    [words.cancel, undefined],
  ]
  const { response } = await dialog.showMessageBox({
    type: 'question',
    title: words.title,
    message: words.question,
    detail: words.detail,
    buttons: answers.map(([label]) => label),
    defaultId: 0,
    cancelId: answers.length - 1,
    noLink: true,
  })
  return answers[response]?.[1]
}

/** @returns what *Quit* does; pressed again while it asks, it only asks once */
export function createQuit(needs: {
  /** Whether the user has still to decide what becomes of replies meanwhile. */
  readonly isUndecided: () => boolean
  readonly ask: () => Promise<Answer | undefined>
  readonly decided: (answer: Answer) => void
  readonly end: () => void
  readonly log: Log
}): () => void {
  let asking = false

  async function decide(): Promise<void> {
    const answer = await needs.ask()
    if (answer === undefined) return
    needs.decided(answer)
    needs.end()
  }

  return () => {
    if (asking) return
    if (!needs.isUndecided()) return needs.end()
    asking = true
    decide()
      .catch((thrown: unknown) => {
        // A question that cannot be asked, or not be kept, must not keep Tern open.
        needs.log.error('quit: the question failed', thrown)
        needs.end()
      })
      .finally(() => (asking = false))
  }
}
