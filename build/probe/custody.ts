/**
 * Looks after the number's configuration: reads what is there before anything is changed, and puts it back, whatever
 * happens in between. What was there is held in memory only, because a callback address may be a secret.
 */
import { readAircallError } from '../../shared/core/aircall-error.ts'
import {
  afterRegistrationMove,
  isSameCallbackUrl,
  nextRegistrationMove,
  registrationStart,
} from '../../shared/core/registration.ts'
import { ConfigurationAnswer, readJson } from '../../electron/aircall/schemas.ts'
import type { Clock } from '../../electron/ports.ts'
import type { Api, Question } from './api.ts'
import type { Asked } from './journal.ts'
import type { Veil } from './veil.ts'

/** What a number holds, by one answer. */
export type Held =
  | { readonly kind: 'none' }
  | { readonly kind: 'held'; readonly callbackUrl: string; readonly token: string }
  /** The answer does not tell. */
  | { readonly kind: 'unclear' }

/** What an answer to a GET of the configuration says. */
export function readHeld({ answer }: Pick<Asked, 'answer'>): Held {
  if (answer === undefined) return { kind: 'unclear' }
  if (answer.status >= 200 && answer.status < 300) {
    const read = readJson(answer.text, ConfigurationAnswer)
    if (read === undefined) return { kind: 'unclear' }
    return read.value.callbackUrl === '' ? { kind: 'none' } : { kind: 'held', ...read.value }
  }
  const { code } = readAircallError(answer.status, answer.text, 'configuration').error
  return { kind: code === 'aircall.notFound' ? 'none' : 'unclear' }
}

/** What became of the number in the end. */
export type PutBack =
  | 'untouched'
  | 'back'
  /** An address that is neither the one from before nor ours: somebody configured the number meanwhile. */
  | 'somebody else'
  | 'failed'
  /** The user wanted it so. */
  | 'left'

export interface Custody {
  /** What was there before anything was changed. */
  readonly before: Exclude<Held, { kind: 'unclear' }>
  readonly look: (label: string) => Promise<Held>
  readonly post: (label: string, callbackUrl: string) => Promise<Asked>
  readonly remove: (label: string) => Promise<Asked>
  /** Whether a change may have been done, and the last look did not show what was there before. */
  readonly isChanged: () => boolean
  /** Puts back what was there and looks whether it is; tries again and again, as often as there are pauses. */
  readonly putBack: () => Promise<PutBack>
}

export interface CustodyNeeds {
  readonly api: Api
  readonly veil: Veil
  readonly clock: Clock
  readonly numberId: number
  readonly pausesMs: readonly number[]
  readonly lateWriteMs: number
  /** Ends the tries. */
  readonly giveUp: AbortSignal
}

export const configurationPath = (numberId: number): string =>
  `/numbers/${String(numberId)}/messages/configuration`

/** Takes the number into custody; the answer that told nothing, when what is there cannot be read. */
export async function takeCustody(needs: CustodyNeeds): Promise<Custody | Asked> {
  const asked = await needs.api.ask('config-before', get(needs.numberId))
  const before = readHeld(asked)
  if (before.kind === 'unclear') return asked
  keepSecrets(needs.veil, before)
  return createCustody(needs, before)
}

const get = (numberId: number): Question => ({ method: 'GET', path: configurationPath(numberId) })

function keepSecrets(veil: Veil, held: Held): void {
  if (held.kind !== 'held') return
  const path = held.callbackUrl.replace(/^[a-z]+:\/\/[^/]*\/?/i, '')
  veil.keep(held.token, held.callbackUrl, path)
}

function createCustody(needs: CustodyNeeds, before: Custody['before']): Custody {
  const { api, veil, clock, numberId, giveUp } = needs
  const path = configurationPath(numberId)
  const ours = new Set<string>()
  let changed = false
  /** A write that got no clear answer may be done late. */
  let lateUntil = 0

  const sleep = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const cancel = clock.after(ms, resolve)
      giveUp.addEventListener('abort', () => (cancel(), resolve()), { once: true })
    })

  const isBefore = (held: Held): boolean =>
    before.kind === 'none'
      ? held.kind === 'none'
      : held.kind === 'held' && isSameCallbackUrl(held.callbackUrl, before.callbackUrl)
  const isOurs = (held: Held): boolean =>
    held.kind === 'held' && [...ours].some((url) => isSameCallbackUrl(url, held.callbackUrl))

  async function write(ask: Api['ask'], label: string, question: Question): Promise<Asked> {
    // From here on, and not only once it is answered: it may be done although no answer comes.
    changed = true
    const asked = await ask(label, question)
    keepSecrets(veil, readHeld(asked))
    const clear =
      asked.answer !== undefined &&
      (asked.answer.status < 300 ||
        readAircallError(asked.answer.status, asked.answer.text, 'configuration').clear)
    if (!clear && asked.failure !== 'notSent') lateUntil = clock.now() + needs.lateWriteMs
    return asked
  }

  async function read(ask: Api['ask'], label: string): Promise<Held> {
    const held = readHeld(await ask(label, get(numberId)))
    keepSecrets(veil, held)
    if (isBefore(held) && clock.now() >= lateUntil) changed = false
    else if (held.kind !== 'unclear') changed = true
    return held
  }

  const post = (ask: Api['ask'], label: string, callbackUrl: string): Promise<Asked> =>
    write(ask, label, { method: 'POST', path, body: { callbackUrl } })
  const remove = (ask: Api['ask'], label: string): Promise<Asked> =>
    write(ask, label, { method: 'DELETE', path })

  /** One try. What was held before goes the way that Tern itself goes with an address. */
  async function tryOnce(): Promise<Held> {
    const ask = api.askToPutBack
    let held = await read(ask, 'back-get')
    if (isBefore(held) || (held.kind === 'held' && !isOurs(held))) return held
    if (before.kind === 'none') {
      await remove(ask, 'back-delete')
      return read(ask, 'back-get')
    }
    let progress = afterRegistrationMove(registrationStart, 'get', false)
    for (;;) {
      const move = nextRegistrationMove(progress)
      if (move === 'done' || move === 'ignored') return held
      if (move === 'get') held = await read(ask, 'back-get')
      else if (move === 'post') await post(ask, 'back-post', before.callbackUrl)
      else await remove(ask, 'back-delete')
      progress = afterRegistrationMove(progress, move, isBefore(held))
    }
  }

  return {
    before,
    look: (label) => read(api.ask, label),
    async post(label, callbackUrl) {
      ours.add(callbackUrl)
      return post(api.ask, label, callbackUrl)
    },
    remove: (label) => remove(api.ask, label),
    isChanged: () => changed,
    async putBack() {
      if (!changed) return 'untouched'
      for (const ms of needs.pausesMs) {
        await sleep(ms)
        if (giveUp.aborted) break
        let held = await tryOnce()
        if (isBefore(held) && clock.now() < lateUntil) {
          await sleep(lateUntil - clock.now())
          held = await tryOnce()
        }
        if (isBefore(held)) return 'back'
        if (held.kind === 'held' && !isOurs(held)) return 'somebody else'
      }
      return 'failed'
    },
  }
}
