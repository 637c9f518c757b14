import { expect, test } from 'vitest'
import { createProbes } from '../../../../electron/callback/probes.ts'
import { HttpFailure, type Http, type HttpRequest } from '../../../../electron/ports.ts'
import { probe } from '../../../../electron/reach/probe.ts'
import { createFakeClock } from '../support/clock.ts'

const callbackUrl = 'https://abc.loca.lt/callback/x'
const answered = (text: string, status = 200) => Promise.resolve({ status, headers: {}, text })

function rig(world: (request: HttpRequest, toListener: () => string) => ReturnType<Http>) {
  const probes = createProbes()
  const clock = createFakeClock()
  const asked: HttpRequest[] = []
  const http: Http = (request) => {
    asked.push(request)
    clock.advance(40)
    return world(request, () => probes.answerTo(7, request.body ?? '') ?? 'none')
  }
  const run = () => probe({ http, listener: { expectProbe: probes.expect }, clock, numberId: 7, callbackUrl })
  return { run, asked, probes }
}

test('comes through our listener: the round trip', async () => {
  const { run, asked, probes } = rig((_request, toListener) => answered(toListener()))
  expect(await run()).toBe(40)
  expect(asked[0]).toMatchObject({
    method: 'POST',
    url: callbackUrl,
    once: true,
    headers: { 'bypass-tunnel-reminder': '1', 'user-agent': 'Tern' },
  })
  // It counts once: afterwards the same nonce is worth nothing.
  expect(probes.answerTo(7, asked[0]?.body ?? '')).toBe('refused')
})

test('a nonce is new each time', async () => {
  const { run, asked } = rig((_request, toListener) => answered(toListener()))
  await run()
  await run()
  expect(asked[0]?.body).not.toBe(asked[1]?.body)
})

test.each<[string, Parameters<typeof rig>[0]]>([
  ['an echo', (request) => answered(request.body ?? '')],
  ['a page', () => answered('<html>Click to continue</html>')],
  ['our answer under another status', (_request, toListener) => answered(toListener(), 502)],
  [
    'an answer that is not ours, although we saw the nonce',
    (_request, toListener) => {
      toListener()
      return answered('ok')
    },
  ],
  ['no connection', () => Promise.reject(new HttpFailure('notSent'))],
])('%s is no proof', async (_name, world) => {
  await expect(rig(world).run()).rejects.toMatchObject({ code: 'probe.failed' })
})

test('no answer in time has a code of its own, and the nonce is over', async () => {
  const { run, asked, probes } = rig(() => Promise.reject(new HttpFailure('timedOut')))
  await expect(run()).rejects.toMatchObject({ code: 'probe.timedOut' })
  expect(probes.answerTo(7, asked[0]?.body ?? '')).toBe('refused')
})
