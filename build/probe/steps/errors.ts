/** Requests that Aircall must refuse. Each is one request, changes nothing, and nobody sees it. */
import { randomBytes } from 'node:crypto'
import type { Session } from '../session.ts'

export async function errors({ api }: Session): Promise<void> {
  const ping = { method: 'GET', path: '/ping' } as const
  await api.askWithoutKey('no-key', ping)
  // Not the user's ID with a wrong token: failed tries could be counted against it.
  const madeUp = Buffer.from(`${randomBytes(16).toString('hex')}:${randomBytes(16).toString('hex')}`)
  await api.askWithoutKey('wrong-key', ping, `Basic ${madeUp.toString('base64')}`)
  await api.ask('unknown-number', { method: 'GET', path: '/numbers/1' })
  await api.ask('unknown-route', { method: 'GET', path: '/tern-probe-asks-for-nothing' })
  await api.ask('wrong-method', { method: 'POST', path: '/ping', body: {} })
}
