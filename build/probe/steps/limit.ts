/** Finds the limit of requests by reaching it. Last of all: nothing else can be asked for a while afterwards. */
import { agreed, pause, type Session } from '../session.ts'
import { isOk } from './reading.ts'

/** More than both limits that were ever told, 60 and 120 a minute. */
const mostRequests = 300
const atOnce = 5
const ping = { method: 'GET', path: '/ping' } as const

export async function limit(session: Session): Promise<void> {
  const { api, clock, waits, asker } = session
  const consent = {
    id: 'limit',
    act: `Ask GET /ping up to ${String(mostRequests)} times in a minute, until Aircall refuses`,
    happens: [
      'For up to a minute afterwards Aircall refuses everything that comes from your company by API, Tern and other programs too.',
      'Do not do it in working hours.',
    ],
  }
  if (!(await agreed(session, consent, ['limit']))) return
  asker.say('Asking …')
  const startedAt = clock.now()
  let refused = false
  for (let sent = 0; sent < mostRequests && !refused && clock.now() - startedAt < 60_000; sent += atOnce) {
    const some = Array.from({ length: atOnce }, () => api.askAtOnce('limit', ping))
    refused = (await Promise.all(some)).some(({ answer }) => answer?.status === 429)
  }
  if (!refused) return
  const refusedAt = clock.now()
  while (clock.now() - refusedAt < waits.limitOver) {
    await pause(session, waits.limitLook)
    if (isOk(await api.askAtOnce('limit-over', ping))) return
  }
}
