/** Whatever happens in between: the number is put back as it was, or the user is told what to do. */
import { describe, expect, test } from 'vitest'
import { createNodeHttp } from '../../../electron/http/node-http.ts'
import type { BehaviourChange, Trouble } from '../../../electron/practice/behaviour.ts'
import type { PracticeAircall } from '../../../electron/practice/practice.ts'
import { front, landline, only, phone, play, type PlayOptions } from './support.ts'

const other = 'https://replies.example.com/hooks/a-secret-path-of-others'

/** As if another program had configured the number. */
async function configuredBefore({ baseUrl, key, behave, configured }: PracticeAircall): Promise<void> {
  const credentials = Buffer.from(`${key.apiId}:${key.apiToken}`).toString('base64')
  await createNodeHttp()({
    method: 'POST',
    url: `${baseUrl}/numbers/${String(front)}/messages/configuration`,
    headers: { authorization: `Basic ${credentials}`, 'content-type': 'application/json' },
    body: JSON.stringify({ callbackUrl: other }),
    timeoutMs: 2_000,
  })
  expect(configured(front)?.callbackUrl).toBe(other)
  behave({})
}

const occupied: PlayOptions = { prepare: configuredBefore }
/** Does what is needed to see it change, and sends nothing. */
const brief = only('configure', 'configure-again', 'replace', 'delete-first', 'put-back', 'delete-again')

/** What comes is not looked at here. */
const swift: PlayOptions = {
  waits: { addressCheck: 1, statuses: 500, settle: 5, slow: 10, again: 10, reply: 900 },
}

describe('the number is put back', () => {
  test('at each question at which the probe is stopped', async () => {
    const whole = await play(swift)
    expect(whole.report.ended).toBe('whole')
    expect(whole.asked.length).toBeGreaterThan(15)
    const stopped = await Promise.all(
      whole.asked.map((_id, place) =>
        play({ ...swift, onAsked: (_asked, nth, { stop }) => void (nth === place && stop()) }),
      ),
    )
    for (const [place, { held, report, asked }] of stopped.entries()) {
      expect(asked.at(-1)).toBe(whole.asked[place])
      expect(held(front)).toBeUndefined()
      expect(report.ended).toBe('stopped')
      expect(report.findings.filter(({ outcome }) => outcome === 'notAsked').length).toBeGreaterThan(0)
      expect(report.putBack).toBe(place <= whole.asked.indexOf('configure') ? 'untouched' : 'back')
    }
  })

  test('at each question about it that is answered with no', async () => {
    const plays = ['configure', 'configure-again', 'put-back', 'delete-again'].map((no) =>
      play({ yes: (id) => brief(id) && id !== no }),
    )
    for (const { held, report } of await Promise.all(plays)) {
      expect(held(front)).toBeUndefined()
      expect(report.ended).toBe('whole')
    }
  })

  test.each(['overwrites', 'ignores', 'fails'] as const)(
    'to the address of others, where a second configuration %s',
    async (configureAgain) => {
      const usual = { ...occupied, practice: { behaviour: { configureAgain } } }
      const whole = await play({ ...usual, yes: brief })
      expect(whole.held(front)).toBe(other)
      expect(whole.report.putBack).toBe('back')
      expect(whole.form('configure-again')).toBe(configureAgain)
      expect(whole.form('delete')).toBe('204 empty')
      expect(whole.form('unconfigured')).toBe('notFound')
      const others = await Promise.all(
        whole.asked.flatMap((_id, place) => [
          ...(configureAgain !== 'fails'
            ? []
            : [play({ ...usual, yes: (id, nth) => nth !== place && brief(id) })]),
          play({ ...usual, yes: brief, onAsked: (_asked, nth, { stop }) => void (nth === place && stop()) }),
        ]),
      )
      expect(others.map(({ held }) => held(front))).toEqual(others.map(() => other))
      // The address is somebody's secret.
      for (const { json, markdown, said, plainly } of [whole, ...others])
        expect(json + markdown + said + plainly).not.toContain('a-secret-path')
    },
  )

  const troubles: Record<Trouble['kind'], Partial<Trouble>> = {
    serverError: {},
    html: {},
    htmlForbidden: {},
    notJson: {},
    emptyBody: {},
    custom: { status: 409, body: '{"error":"Conflict"}' },
    tooMany: {},
    hugeBody: {},
    redirect: {},
    hang: {},
    resetBeforeReading: {},
    resetAfterReading: {},
    halfAnswer: {},
  }
  const hasty = { putBack: [0, 1, 1, 1, 1, 1, 1] }

  test.each(Object.entries(troubles))('after trouble in the middle: %s', async (kind, more) => {
    const trouble: Trouble = { kind: kind as Trouble['kind'], on: 'configuration', times: 3, ...more }
    const breaks = (takesEffect: boolean): PlayOptions => ({
      yes: brief,
      waits: hasty,
      onAsked(id, _nth, { practice, hurry }) {
        if (id !== 'put-back') return
        if (kind === 'hang') hurry(150)
        practice.behave({ trouble: { ...trouble, takesEffect } })
      },
    })
    const [free, taken] = await Promise.all([play(breaks(true)), play({ ...breaks(false), ...occupied })])
    expect([free.report.putBack, taken.report.putBack]).toEqual(['back', 'back'])
    expect([free.held(front), taken.held(front)]).toEqual([undefined, other])
  })

  test('also when the first answer was lost, and the configuration done', async () => {
    const trouble: Trouble = { kind: 'resetAfterReading', on: 'POST', takesEffect: true, times: 1 }
    const { held, report, form } = await play({
      yes: brief,
      onAsked: (id, _nth, { practice }) => void (id === 'configure' && practice.behave({ trouble })),
    })
    expect(held(front)).toBeUndefined()
    expect(report.putBack).toBe('back')
    expect(form('configure')).toBe('noAnswer')
    expect(form('configure-again')).toBe('overwrites')
  })

  test('also when it was stopped after the configuration, before that was looked at', async () => {
    const { held, report } = await play({
      yes: brief,
      waits: { addressCheck: 900 },
      onAsked(id, _nth, { practice, stop }) {
        if (id !== 'configure') return
        const look = setInterval(() => {
          if (practice.configured(front) === undefined) return
          clearInterval(look)
          stop()
        }, 2)
      },
    })
    expect(held(front)).toBeUndefined()
    expect([report.ended, report.putBack]).toEqual(['stopped', 'back'])
  })

  test('also after a fault of the probe itself, or of the system', async () => {
    const fault = new Error('a fault')
    const { held, report, trouble } = await play({
      onAsked: (id, _nth, { stop }) => void (id === 'send-first' && stop(fault)),
    })
    expect(held(front)).toBeUndefined()
    expect(report.ended).toBe('broke off')
    expect(trouble).toBe(fault)
  })

  test('when it cannot be done, the user is told how, and nothing of it is in the report', async () => {
    const never: BehaviourChange = { trouble: { kind: 'serverError', on: 'configuration' } }
    const breaks: PlayOptions = {
      yes: brief,
      waits: hasty,
      onAsked: (id, _nth, { practice }) => void (id === 'put-back' && practice.behave(never)),
    }
    const [free, taken] = await Promise.all([play(breaks), play({ ...breaks, ...occupied })])
    expect(free.report.putBack).toBe('failed')
    expect(free.held(front)).toBeDefined()
    expect(free.plainly).toContain(`-X DELETE`)
    expect(free.plainly).toContain(`/numbers/${String(front)}/messages/configuration`)
    expect(taken.report.putBack).toBe('failed')
    expect(taken.plainly).toContain(`-d '{"callbackUrl":"${other}"}'`)
    expect(taken.json + taken.markdown + taken.said).not.toContain('a-secret-path')
    expect(free.plainly + taken.plainly).not.toContain(taken.practice.key.apiToken)
  })

  test('giving up while it is being put back ends it, with the same words', async () => {
    const { report, plainly } = await play({
      yes: brief,
      waits: { ...hasty, putBack: [0, 200, 200, 200] },
      onAsked(id, _nth, { practice, giveUp }) {
        if (id !== 'put-back') return
        practice.behave({ trouble: { kind: 'serverError', on: 'configuration' } })
        setTimeout(giveUp, 30)
      },
    })
    expect(report.putBack).toBe('failed')
    expect(plainly).toContain('-X DELETE')
  })

  test('it is left only for the word "leave"', async () => {
    const no = (id: string): boolean => brief(id) && id !== 'put-back'
    const [stays, back] = await Promise.all([
      play({ yes: no, lines: { leave: 'leave' } }),
      play({ yes: no, lines: { leave: 'yes' } }),
    ])
    expect(stays.report.putBack).toBe('left')
    expect(stays.held(front)).toBeDefined()
    expect(stays.plainly).toContain('-X DELETE')
    expect(back.report.putBack).toBe('back')
    expect(back.held(front)).toBeUndefined()
  })

  test('what somebody else configured meanwhile is not touched', async () => {
    const { report, held, practice } = await play({
      yes: brief,
      practice: { behaviour: {} },
      onAsked(id, _nth, world) {
        return id === 'put-back' ? configuredBefore(world.practice) : undefined
      },
    })
    expect(report.putBack).toBe('somebody else')
    expect(held(front)).toBe(other)
    expect(practice.requests.filter(({ method }) => method === 'DELETE')).toHaveLength(0)
  })

  const refusals: [string, BehaviourChange][] = [
    ['a key that is refused', { keyRefused: true }],
    ['a plan without texting', { plan: 'wrong' }],
  ]
  test.each(refusals)('%s: nothing is changed', async (_name, behaviour) => {
    const { practice, report, held } = await play({ practice: { behaviour } })
    expect(
      practice.requests.filter(({ path }) => path.includes('/messages/')).map(({ method }) => method),
    ).toEqual('plan' in behaviour ? ['GET'] : [])
    expect(report.putBack).toBe('untouched')
    expect(held(front)).toBeUndefined()
  })

  test('where nobody agrees to anything, Aircall is only read', async () => {
    const { practice, report } = await play({ yes: () => false })
    const written = practice.requests.filter(({ method }) => method !== 'GET')
    expect(written.map(({ method, path }) => `${method} ${path}`)).toEqual(['POST /ping'])
    expect(report.putBack).toBe('untouched')
    expect(practice.sends).toEqual([])
  })

  test('a number that cannot text is left alone after its refusal', async () => {
    const { report, held, plainly } = await play({ lines: { number: '3' } })
    expect(report.putBack).toMatch(/^(untouched|back)$/)
    expect(held(landline)).toBeUndefined()
    expect(plainly).toBe('')
  })

  test('a way in that cannot be opened, or leads nowhere, changes nothing', async () => {
    const dead = { url: 'http://127.0.0.1:9', ended: Promise.resolve(), close: () => Promise.resolve() }
    const [closed, nowhere] = await Promise.all([
      play({ tunnel: { open: () => Promise.reject(new Error('no')) } }),
      play({ tunnel: { open: () => Promise.resolve(dead) }, waits: { settle: 1 } }),
    ])
    for (const { practice, report, form } of [closed, nowhere]) {
      expect(
        practice.requests.some(({ method, path }) => method === 'POST' && path.endsWith('/configuration')),
      ).toBe(false)
      expect(report.putBack).toBe('untouched')
      expect(form('configure')).toBe('notAsked')
    }
  })

  test('texts of others that came meanwhile are shown once, and are in no file', async () => {
    const { plainly, said, json, markdown } = await play({
      ...swift,
      onAsked: (id, _nth, { practice }) =>
        void (
          id === 'send-first' &&
          practice.customerTexts({ numberId: front, from: '+12025550166', body: 'Is it leaking again?' })
        ),
    })
    expect(plainly).toContain('+12025550166: Is it leaking again?')
    expect(plainly).not.toContain(phone)
    expect(said + json + markdown).not.toMatch(/leaking|5550166/)
  })
})
