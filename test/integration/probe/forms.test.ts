/** Each form that the practice Aircall can play: the report must name exactly the one that was played. */
import { describe, expect, test } from 'vitest'
import type { UnknownId } from '../../../build/probe/unknowns.ts'
import { createNodeHttp } from '../../../electron/http/node-http.ts'
import type { Behaviour, BehaviourChange, CallbackBehaviour } from '../../../electron/practice/behaviour.ts'
import { createHastyHttp } from '../aircall/support.ts'
import { front, landline, only, play, type PlayOptions } from './support.ts'

type Forms = Partial<Record<UnknownId, string>>
type Word<T> = T extends boolean | number ? `${T}` : T
/** Every value that a part of the behaviour can have. */
type Every<B, K extends keyof B> = { [Part in K]: Record<Word<B[Part]> & string, Forms> }

const configure = ['configure', 'configure-again', 'put-back', 'delete-again']
const send = [...configure, 'send-first']

async function expectForms(change: BehaviourChange, forms: Forms, options: PlayOptions = {}): Promise<void> {
  const played = await play({ practice: { behaviour: change }, yes: only(...configure), ...options })
  const ids = Object.keys(forms) as UnknownId[]
  expect(Object.fromEntries(ids.map((id) => [id, played.form(id)]))).toEqual(forms)
  expect(played.held(front)).toBeUndefined()
}

const fromWord = (word: string): string | number | boolean =>
  word === 'true' || word === 'false' ? word === 'true' : /^\d+$/.test(word) ? Number(word) : word

const cases = (table: Readonly<Record<string, Readonly<Record<string, Forms>>>>): [string, string, Forms][] =>
  Object.entries(table).flatMap(([part, values]) =>
    Object.entries(values).map(([value, forms]): [string, string, Forms] => [part, value, forms]),
  )

const answers: Every<
  Behaviour,
  'configureAgain' | 'unconfigured' | 'deleteStatus' | 'keyRefused' | 'plan' | 'resetUnit'
> = {
  configureAgain: {
    overwrites: { 'configure-again': 'overwrites', 'token-again': 'new', 'token-in-answers': 'both' },
    ignores: { 'configure-again': 'ignores', 'token-again': 'noAnswer', 'token-in-answers': 'both' },
    fails: { 'configure-again': 'fails', 'token-again': 'noAnswer', 'token-in-answers': 'both' },
  },
  unconfigured: {
    notFound: { unconfigured: 'notFound' },
    empties: { unconfigured: 'empties' },
    nullUrl: { unconfigured: 'nullUrl' },
  },
  deleteStatus: {
    200: { delete: '200 json', 'delete-again': '200 json' },
    204: { delete: '204 empty', 'delete-again': '204 empty' },
  },
  keyRefused: {
    true: { key: '403 edge', 'no-key': 'notAsked', configure: 'notAsked' },
    false: { key: 'accepted', 'no-key': '401 edge', 'wrong-key': '403 edge', configure: '200 json' },
  },
  plan: {
    right: { plan: 'allowed' },
    wrong: { plan: '403 edge', configure: 'notAsked', delete: 'notAsked' },
  },
  resetUnit: {
    secondsFromNow: { 'reset-unit': 'secondsFromNow' },
    unixSeconds: { 'reset-unit': 'unixSeconds' },
    unixMilliseconds: { 'reset-unit': 'unixMilliseconds' },
  },
}

const rate: Every<Behaviour, 'rateHeaders'> = {
  rateHeaders: {
    always: { 'rate-headers': 'always', 'reset-unit': 'unixSeconds', limit: '429 application' },
    onRefusal: { 'rate-headers': 'onRefusal', 'reset-unit': 'unixSeconds', limit: '429 application' },
    never: { 'rate-headers': 'never', 'reset-unit': 'noAnswer', limit: '429 application' },
  },
}

const photo = { 'photo-access': 'open', 'photo-lifetime': 'notAsked' }
const callbacks: Every<CallbackBehaviour, keyof Omit<CallbackBehaviour, 'lastStatus'>> = {
  lost: {
    true: { 'event-name': 'noAnswer', token: 'noAnswer', order: 'noAnswer', 'photo-reply': 'noAnswer' },
    false: { 'event-name': 'event_name', 'status-words': 'delivered, received, sent' },
  },
  doubled: { true: { doubles: 'doubled', order: 'usual' }, false: { doubles: 'once' } },
  order: {
    usual: { order: 'usual' },
    reversed: { order: 'reversed' },
    beforeAnswer: { order: 'beforeAnswer' },
  },
  envelope: {
    event_name: { 'event-name': 'event_name', 'message-place': 'data' },
    event: { 'event-name': 'event', 'message-place': 'data' },
    nested: { 'event-name': 'event', 'message-place': 'data.message' },
  },
  fields: {
    usual: { peer: 'raw_digits', 'text-field': 'body', 'photo-reply': 'media_url', ...photo },
    other: { peer: 'external_number', 'text-field': 'content', 'photo-reply': 'media_details', ...photo },
  },
  statusIds: { same: { 'status-id': 'same' }, different: { 'status-id': 'different' } },
  times: { milliseconds: { times: 'milliseconds' }, seconds: { times: 'seconds' }, iso: { times: 'iso' } },
  token: { right: { token: 'right' }, wrong: { token: 'wrong' }, missing: { token: 'missing' } },
}

describe.concurrent('the report names the form that was played', () => {
  test.each(cases(answers))('%s: %s', (part, value, forms) => expectForms({ [part]: fromWord(value) }, forms))

  test.each(cases(rate))('%s: %s', (part, value, forms) =>
    expectForms({ [part]: value, limitPerMinute: 50 }, forms, {
      yes: only(...configure, 'limit'),
    }),
  )

  test.each(cases(callbacks))('callbacks, %s: %s', (part, value, forms) =>
    expectForms({ callbacks: { [part]: fromWord(value) } }, forms, {
      yes: only(...send, ...('photo-reply' in forms ? ['photo-reply', 'photo-access'] : [])),
    }),
  )

  test.each(['delivered', 'undelivered', 'failed', 'held back'])('callbacks, lastStatus: %s', (lastStatus) =>
    expectForms(
      { callbacks: { lastStatus } },
      { 'status-words': [...new Set([lastStatus, 'received', 'sent'])].sort().join(', '), order: 'usual' },
      { yes: only(...send) },
    ),
  )

  test('all that is asked for in the ordinary forms', () =>
    expectForms(
      {},
      {
        pages: 'link, and counting pages works',
        redirects: 'none',
        'unknown-number': '404 application',
        'unknown-route': '404 edge',
        'wrong-method': '404 edge',
        'address-check': 'no',
        'send-unconfigured': '403 application',
        'send-answer': 'pending',
        'photo-alone': 'taken',
        'bad-recipient': '400 application',
        'own-number': '400 application',
        headers: 'application/json',
        speed: '0 s',
        failed: 'notAgain',
        slow: 'waited',
        'plain-reply': 'unchanged',
        'emoji-reply': 'unchanged',
        'stop-reply': 'unchanged',
        'group-send': '404 edge',
        'group-reply': 'notAsked',
        'apps-again': 'yes',
        limit: 'notAsked',
        'named-senders': 'notAsked',
      },
      { yes: (id) => id !== 'limit', lines: { 'group-phone': '+12025550178' } },
    ))

  test('a callback that is given up after a while was hung up on', () =>
    expectForms(
      {},
      { slow: 'hungUp', failed: 'notAgain' },
      {
        practice: { http: createHastyHttp(40, createNodeHttp()) },
        yes: only(...send, 'send-second'),
        waits: { slow: 200, again: 120 },
      },
    ))

  test('a callback that failed and comes again, and one that only comes doubled', async () => {
    const asked = { yes: only(...send, 'send-second') }
    await expectForms({ callbacks: { doubled: true } }, { failed: 'notAgain', doubles: 'doubled' }, asked)
    const http = createNodeHttp()
    await expectForms(
      {},
      { failed: 'again', doubles: 'once' },
      {
        ...asked,
        practice: {
          http: async (request) => {
            const answer = await http(request)
            return answer.status === 500 ? http(request) : answer
          },
        },
      },
    )
  })

  test('an address that is tried when it is configured', () =>
    expectForms(
      {},
      { 'address-check': 'yes' },
      {
        waits: { addressCheck: 80 },
        onAsked(id, _nth, { practice }) {
          if (id !== 'configure') return
          const look = setInterval(() => {
            const url = practice.configured(front)?.callbackUrl
            if (url === undefined) return
            clearInterval(look)
            void createNodeHttp()({ method: 'GET', url, headers: {}, timeoutMs: 500 })
          }, 5)
        },
      },
    ))

  test('a number that cannot text', () =>
    expectForms(
      {},
      {
        plan: '403 application',
        configure: '403 application',
        unconfigured: 'notFound',
        'send-answer': 'notAsked',
      },
      { lines: { number: '3' }, prepare: ({ configured }) => expect(configured(landline)).toBeUndefined() },
    ))
})
