/** Texts the number all the time, at whatever address Aircall holds, and writes down what became of each text. */
import { randomUUID } from 'node:crypto'
import { createNodeHttp } from '../../../electron/http/node-http.ts'
import type { PracticeAircall } from '../../../electron/practice/practice.ts'
import { callbackBody } from '../../integration/callback/support.ts'
import { pause, type WorldTime } from './time.ts'

export interface Posted {
  readonly body: string
  /** When it was sent, by Tern's clock, and when its end was known, by the clock as it was then. */
  readonly from: number
  readonly to: number
  /** What Tern said of itself when it was sent. */
  readonly shown: string
  /** `inbox`: Aircall held no address. */
  readonly end: 'taken' | 'refused' | 'inbox'
}

const betweenMs = 35

export function startCustomer(needs: {
  readonly practice: PracticeAircall
  readonly numberId: number
  readonly time: WorldTime
  readonly shown: () => string
  readonly patienceMs: number
}): { readonly posted: readonly Posted[]; readonly stop: () => Promise<void> } {
  const { practice, numberId, time, shown } = needs
  const http = createNodeHttp()
  const posted: Posted[] = []
  let stopped = false

  async function post(): Promise<void> {
    const held = practice.configured(numberId)
    const body = randomUUID()
    const before = { body, from: time.clock.now(), shown: shown() }
    const began = performance.now()
    if (held === undefined) return void posted.push({ ...before, to: before.from, end: 'inbox' })
    const status = await http({
      method: 'POST',
      url: held.callbackUrl,
      headers: { 'content-type': 'application/json' },
      body: callbackBody(body, body, held.token),
      timeoutMs: needs.patienceMs,
      once: true,
    }).then(
      (answer) => answer.status,
      () => 0,
    )
    const to = before.from + Math.round(performance.now() - began)
    posted.push({ ...before, to, end: status === 200 ? 'taken' : 'refused' })
  }

  async function run(): Promise<void> {
    const open = new Set<Promise<void>>()
    while (!stopped) {
      const one = post().finally(() => open.delete(one))
      open.add(one)
      await pause(betweenMs)
    }
    await Promise.all(open)
  }
  const end = run()

  return {
    posted,
    stop() {
      stopped = true
      return end
    },
  }
}
