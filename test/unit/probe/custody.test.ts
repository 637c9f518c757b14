import { describe, expect, test } from 'vitest'
import type { Api, Question } from '../../../build/probe/api.ts'
import { readHeld, takeCustody, type Custody } from '../../../build/probe/custody.ts'
import type { Asked } from '../../../build/probe/journal.ts'
import { createVeil } from '../../../build/probe/veil.ts'
import { systemClock } from '../../../electron/system-clock.ts'

const ours = 'https://probe.example/callback/0123'
const lateMs = 30

/** A service that holds one address. Answers nothing to what `loses` says, and does a lost POST only later. */
function createService(loses: (question: Question) => boolean) {
  let held = ''
  const asked: string[] = []
  const answerTo = (label: string, question: Question): Asked => {
    const { method, path, body } = question
    asked.push(method)
    const lost = loses(question)
    const apply = (): void => {
      if (method === 'POST') held = (body as { callbackUrl: string }).callbackUrl
      if (method === 'DELETE') held = ''
    }
    if (lost) setTimeout(apply, lateMs / 2)
    else apply()
    const text =
      held === '' ? '{"error":"Not Found"}' : JSON.stringify({ callbackUrl: held, token: 'a-token' })
    const status = method === 'GET' && held === '' ? 404 : 200
    const now = systemClock.now()
    const common = { label, method, path, body, withKey: true, startedAt: now, endedAt: now }
    return lost
      ? { ...common, answer: undefined, failure: 'timedOut' }
      : { ...common, answer: { status, headers: {}, text }, failure: undefined }
  }
  const ask: Api['ask'] = (label, question) => Promise.resolve(answerTo(label, question))
  const api: Api = { ask, askToPutBack: ask, askAtOnce: ask, askWithoutKey: ask }
  return { api, asked, held: () => held }
}

async function take(api: Api): Promise<Custody> {
  const taken = await takeCustody({
    api,
    veil: createVeil(),
    clock: systemClock,
    numberId: 7,
    pausesMs: [0, 1],
    lateWriteMs: lateMs,
    giveUp: new AbortController().signal,
  })
  if ('label' in taken) throw new Error('the number could not be read')
  return taken
}

describe('a number in custody', () => {
  test('a POST without an answer that is done late, after the DELETE, is undone too', async () => {
    const { api, held, asked } = createService(({ method }) => method === 'POST')
    const custody = await take(api)
    await custody.post('config-post', ours)
    // It looks as if nothing had happened.
    expect(await custody.look('config-get')).toEqual({ kind: 'none' })
    expect(custody.isChanged()).toBe(true)
    expect(await custody.putBack()).toBe('back')
    await new Promise((resolve) => setTimeout(resolve, lateMs))
    expect(held()).toBe('')
    expect(asked).toContain('DELETE')
  })

  test('what was not changed is not touched', async () => {
    const { api, asked } = createService(() => false)
    expect(await (await take(api)).putBack()).toBe('untouched')
    expect(asked).toEqual(['GET'])
  })
})

test('only a clear answer says what a number holds', () => {
  const kind = (status: number, text: string): string =>
    readHeld({ answer: { status, headers: {}, text } }).kind
  expect(kind(404, '{"error":"Not Found"}')).toBe('none')
  expect(kind(200, '{"callbackUrl":null,"token":null}')).toBe('none')
  expect(kind(200, `{"callbackUrl":"${ours}"}`)).toBe('held')
  expect(kind(404, '<html>Not Found</html>')).toBe('unclear')
  expect(kind(403, '{"message":"Forbidden"}')).toBe('unclear')
  expect(kind(500, '{"error":"Internal Server Error"}')).toBe('unclear')
  expect(kind(200, '<html>Sign in</html>')).toBe('unclear')
  expect(readHeld({ answer: undefined }).kind).toBe('unclear')
})
