import { describe, expect, test } from 'vitest'
import type { Aircall, Configuration } from '../../../../electron/aircall/aircall.ts'
import { registerNumber } from '../../../../electron/reach/register.ts'
import { TernError, type ErrorCode } from '../../../../shared/errors.ts'
import { quietLog } from '../support/quiet-log.ts'

const ours = 'https://abc.loca.lt/callback/00112233445566778899aabbccddeeff'
const other = 'https://old.loca.lt/callback/00112233445566778899aabbccddeeff'

interface Service {
  /** What a POST does to a number that is configured, or to one that is not. */
  readonly onPost?: 'takes' | 'ignores' | 'ignoresConfigured' | 'failsConfigured'
  /** A POST is done, or not, and then answered with this. */
  readonly postAnswer?: { readonly code: ErrorCode; readonly done: boolean; readonly times: number }
  readonly getAnswer?: ErrorCode
  readonly hidesTokenInGet?: boolean
  readonly held?: Configuration
}

function createService(service: Service) {
  const calls: string[] = []
  let { held } = service
  let tokens = 0
  let struck = 0
  const refuse = (): Promise<never> => Promise.reject(new Error('not in this test'))
  const fail = (code: ErrorCode): never => {
    throw new TernError(code)
  }
  const aircall: Aircall = {
    ping: refuse,
    company: refuse,
    numbers: refuse,
    send: refuse,
    configuration: {
      async get() {
        calls.push('GET')
        if (service.getAnswer !== undefined) fail(service.getAnswer)
        await Promise.resolve()
        if (held === undefined) return undefined
        return service.hidesTokenInGet === true ? { ...held, token: '' } : held
      },
      async set(_numberId, callbackUrl) {
        calls.push('POST')
        await Promise.resolve()
        const configured = held !== undefined
        if (configured && service.onPost === 'failsConfigured') fail('aircall.refused')
        const takes = service.onPost !== 'ignores' && !(configured && service.onPost === 'ignoresConfigured')
        const { postAnswer } = service
        const strikes = postAnswer !== undefined && (struck += 1) <= postAnswer.times
        if (takes && (!strikes || postAnswer.done)) held = { callbackUrl, token: `token-${(tokens += 1)}` }
        if (strikes) fail(postAnswer.code)
        return held ?? { callbackUrl, token: '' }
      },
      async remove() {
        calls.push('DELETE')
        await Promise.resolve()
        if (held === undefined) fail('aircall.notFound')
        held = undefined
      },
    },
  }
  return { aircall, calls, held: () => held }
}

async function register(
  service: Service,
  knownToken?: string,
  signal = new AbortController().signal,
  take = true,
) {
  const { aircall, calls, held } = createService(service)
  const learnt: string[] = []
  const outcome = await registerNumber({
    aircall,
    numberId: 7,
    callbackUrl: ours,
    secret: '00112233445566778899aabbccddeeff',
    take,
    knownToken,
    signal,
    onTaken: () => undefined,
    onToken: (token) => learnt.push(token),
    log: quietLog,
  }).catch((thrown: unknown) => thrown)
  return { outcome, learnt, calls: calls.join(' '), held: held()?.callbackUrl }
}

const before: Configuration = { callbackUrl: other, token: 'old' }
const same: Configuration = { callbackUrl: ours, token: 'kept' }

describe('whatever a POST does, Aircall holds our address in the end', () => {
  test.each<[string, Service, string, string]>([
    ['a new number', {}, 'GET POST GET', 'token-1'],
    ['the same address already', { held: same }, 'GET', 'kept'],
    ['another address, overwritten', { held: before }, 'GET POST GET', 'token-1'],
    [
      'ignored where one is there',
      { held: before, onPost: 'ignoresConfigured' },
      'GET POST GET DELETE POST GET',
      'token-1',
    ],
    [
      'refused where one is there',
      { held: before, onPost: 'failsConfigured' },
      'GET POST GET DELETE POST GET',
      'token-1',
    ],
    [
      'no clear answer, but done: not repeated',
      { postAnswer: { code: 'aircall.noClearAnswer', done: true, times: 1 } },
      'GET POST GET',
      'token-1',
    ],
    [
      'no clear answer, not done',
      { held: before, postAnswer: { code: 'aircall.timedOut', done: false, times: 1 } },
      'GET POST GET DELETE POST GET',
      'token-1',
    ],
    ['a GET that hides the token', { hidesTokenInGet: true }, 'GET POST GET', 'token-1'],
  ])('%s', async (_name, service, calls, token) => {
    const done = await register(service)
    expect(done).toMatchObject({ calls, outcome: token, held: ours })
  })

  test('the token known so far is kept where Aircall tells none', async () => {
    const done = await register({ held: same, hidesTokenInGet: true }, 'known')
    expect(done).toMatchObject({ calls: 'GET', outcome: 'known' })
  })

  test('a POST is made to learn the token where none is known', async () => {
    const done = await register({ held: same, hidesTokenInGet: true })
    expect(done).toMatchObject({ calls: 'GET POST GET', outcome: 'token-1' })
  })

  test('the token is told as soon as the POST told it', async () => {
    expect((await register({ hidesTokenInGet: true })).learnt).toEqual(['token-1'])
  })
})

describe('what is not to be taken', () => {
  const theirs: Configuration = {
    callbackUrl: 'https://elsewhere.example/callback/ffeeddccbbaa99887766554433221100',
    token: 'theirs',
  }
  const leave = (held?: Configuration) =>
    register(held === undefined ? {} : { held }, undefined, undefined, false)

  test('somebody else stays, and is named by host alone', async () => {
    const { outcome, calls, held } = await leave(theirs)
    expect(outcome).toMatchObject({ code: 'registration.taken', detail: { host: 'elsewhere.example' } })
    expect([calls, held]).toEqual(['GET', theirs.callbackUrl])
  })

  test('none stays none', async () => {
    const { outcome, calls } = await leave()
    expect(outcome).toMatchObject({ code: 'registration.gone' })
    expect(calls).toBe('GET')
  })

  test('our own address of before is ours to change', async () => {
    expect(await leave(before)).toMatchObject({ calls: 'GET POST GET', held: ours })
  })

  test('an address that is no URL has no host', async () => {
    const { outcome } = await leave({ callbackUrl: 'nowhere', token: '' })
    expect(outcome).toMatchObject({ code: 'registration.taken', detail: { host: '' } })
  })
})

describe('what cannot be helped', () => {
  test('an address that Aircall never takes over', async () => {
    const done = await register({ held: before, onPost: 'ignores' })
    expect(done.outcome).toMatchObject({ code: 'registration.ignored' })
    expect(done.calls).toBe('GET POST GET DELETE POST GET')
  })

  test.each<ErrorCode>(['aircall.keyRefused', 'aircall.numberInOtherMode', 'aircall.unreachable'])(
    'a clear refusal (%s) ends it at once: nothing is deleted',
    async (code) => {
      const done = await register({ held: before, postAnswer: { code, done: false, times: 9 } })
      expect(done).toMatchObject({ outcome: { code }, calls: 'GET POST', held: other })
    },
  )

  test('trouble that does not pass is what is told', async () => {
    const done = await register({ postAnswer: { code: 'aircall.trouble', done: false, times: 9 } })
    expect(done).toMatchObject({
      outcome: { code: 'aircall.trouble' },
      calls: 'GET POST GET DELETE POST GET',
    })
  })

  test('no answer to the first GET: nothing is changed', async () => {
    const done = await register({ held: before, getAnswer: 'aircall.timedOut' })
    expect(done).toMatchObject({ outcome: { code: 'aircall.timedOut' }, calls: 'GET', held: other })
  })

  test('stopped before it began: nothing is asked', async () => {
    const abort = new AbortController()
    abort.abort()
    expect((await register({}, undefined, abort.signal)).calls).toBe('')
  })
})
