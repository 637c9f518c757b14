/** The ways in, and what takes more than the practice Aircall plays by itself. */
import { createServer, type AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { ownAddress } from '../../../build/probe/way-in.ts'
import type { Fetched } from '../../../electron/media/fetch-media.ts'
import type { Tunnel } from '../../../electron/ports.ts'
import { createLocaltunnel } from '../../../electron/reach/localtunnel.ts'
import { createNodeHttp } from '../../../electron/http/node-http.ts'
import { systemClock } from '../../../electron/system-clock.ts'
import { startTunnelServer } from '../../tunnel/tunnel-server.ts'
import { quietLog } from '../../unit/electron/support/quiet-log.ts'
import { front, only, play } from './support.ts'

const send = ['configure', 'put-back', 'send-first']

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

test('through a real localtunnel server', async () => {
  const server = await startTunnelServer()
  try {
    const tunnel = createLocaltunnel({
      host: server.host,
      http: createNodeHttp(),
      clock: systemClock,
      log: quietLog,
    })
    const { form, held, json } = await play({
      tunnel,
      yes: only(...send),
      waits: { statuses: 900, settle: 100 },
    })
    expect([form('configure'), form('event-name'), form('status-id')]).toEqual([
      '200 json',
      'event_name',
      'same',
    ])
    expect(held(front)).toBeUndefined()
    expect(json).not.toContain('localhost')
  } finally {
    await server.stop()
  }
})

test('by an address of the user that leads to a port', async () => {
  const port = await freePort()
  const tunnel = ownAddress(`http://127.0.0.1:${String(port)}/my/prefix`)
  const { form } = await play({ tunnel, port, yes: only(...send) })
  expect([form('event-name'), form('status-words')]).toEqual(['event_name', 'delivered, received, sent'])
})

test('a way in that is lost is told where something did not come', async () => {
  let lose = (): void => undefined
  const tunnel: Tunnel = {
    open: (port) =>
      Promise.resolve({
        url: `http://127.0.0.1:${String(port)}`,
        ended: new Promise<void>((resolve) => (lose = resolve)),
        close: () => Promise.resolve(),
      }),
  }
  const { report, held } = await play({
    tunnel,
    yes: only('configure', 'put-back', 'plain-reply'),
    onAsked(id, _nth, { practice }) {
      if (id !== 'plain-reply') return
      practice.behave({ callbacks: { lost: true } })
      lose()
    },
  })
  const finding = report.findings.find(({ id }) => id === 'plain-reply')
  expect(finding).toMatchObject({
    outcome: 'noAnswer',
    says: 'No reply came. The way in was lost meanwhile.',
  })
  expect(held(front)).toBeUndefined()
})

test('a photo whose address dies while it is watched, and one that does not', async () => {
  const photo = { kind: 'fetched', bytes: Buffer.alloc(1), as: 'image/png' } as unknown as Fetched
  const gone: Fetched = { kind: 'failed', failure: 'gone' }
  const fetchesOf = (...results: readonly Fetched[]) => {
    const left = [...results]
    return () => Promise.resolve(left.shift() ?? photo)
  }
  const yes = only('configure', 'put-back', 'photo-reply', 'photo-access')
  const [dies, lives] = await Promise.all([
    play({ yes, lines: { 'photo-lifetime': '1' }, fetchMedia: fetchesOf(photo, photo, gone) }),
    play({ yes, lines: { 'photo-lifetime': '0.0005' }, fetchMedia: fetchesOf() }),
  ])
  expect([dies.form('photo-lifetime'), lives.form('photo-lifetime')]).toEqual(['gone', 'alive'])
})

test('a group that is taken, and its reply', async () => {
  const body = JSON.stringify({ group_message_id: 'a', group_conversation_id: 'b', participants: [] })
  const { form, practice, json } = await play({
    yes: only('configure', 'put-back', 'group-send', 'group-reply'),
    lines: { 'group-phone': '+12025550178' },
    onAsked: (id, _nth, world) =>
      void (
        id === 'group-send' &&
        world.practice.behave({ trouble: { kind: 'custom', on: 'send', status: 200, body, times: 1 } })
      ),
  })
  expect([form('group-send'), form('group-reply')]).toEqual(['200 json', 'as a text'])
  expect(practice.requests.find(({ path }) => path.endsWith('/group/send'))?.body).toContain('+12025550178')
  expect(json).not.toContain('5550178')
})

test('a limit that is not found', async () => {
  const { form } = await play({ practice: { behaviour: { limitPerMinute: 10_000 } }, yes: only('limit') })
  expect([form('limit'), form('rate-headers')]).toEqual(['noAnswer', 'always'])
})
