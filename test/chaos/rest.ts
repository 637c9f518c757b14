/** The quiet life at the end of a story: Aircall behaves, nobody is killed, and Tern ends in order. */
import { existsSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { usualBehaviour } from '../../electron/practice/behaviour.ts'
import { inWords, learnBroken, readJournal } from './journal.ts'
import type { LifeNeeds } from './life.ts'
import { ourNumber } from './outside.ts'
import { startTern } from './process.ts'

/** What waited the longest before may wait so long again, milliseconds. */
const patience = 30_000
/** Nothing has come or gone for so long. */
const quiet = 400

export async function rest(
  needs: LifeNeeds,
): Promise<{ readonly trace: readonly string[]; readonly faults: readonly string[] }> {
  const { dataDir, outside, before } = needs
  const { aircall, relay, witness } = outside
  const journal = join(dataDir, 'chaos-journal')
  rmSync(journal, { force: true })
  const { statusIds: _, ...callbacks } = usualBehaviour.callbacks
  aircall.behave({ ...usualBehaviour, limitPerMinute: 1_000_000, callbacks })
  await relay.up()
  const addressBefore = aircall.configured(ourNumber.id)?.callbackUrl
  const tern = startTern({
    ...needs,
    env: { TERN_AIRCALL_URL: relay.url, TERN_TUNNEL_HOST: needs.tunnelHost },
    orders: {
      journal,
      acts: [],
      actsWait: false,
      ...(needs.sabotage === undefined ? {} : { sabotage: needs.sabotage }),
    },
    hidden: true,
    output: join(dataDir, 'chaos-output'),
  })
  let over = false
  const ended = tern.ended.finally(() => (over = true))

  const waiting = (before?.texts ?? []).filter(({ state }) => state === 'queued')
  // One that is to be sent again has left before.
  const postsBefore = witness.posts.length
  const hasLeft = (text: string): boolean =>
    witness.posts.slice(postsBefore).some(({ body, answer }) => body === text && answer !== 'later')
  const isDone = (): boolean =>
    aircall.configured(ourNumber.id)?.callbackUrl !== addressBefore &&
    waiting.every(({ body }) => hasLeft(body))
  const traffic = (): string =>
    `${witness.deliveries.length} ${witness.deliveries.filter(({ answer }) => answer !== undefined).length} ${aircall.requests.length}`

  const faults: string[] = []
  const until = Date.now() + patience
  while (!isDone() && !over && Date.now() < until) await sleep(20)
  if (!isDone()) faults.push(over ? 'Tern ended by itself' : 'what waited has not gone out, or no way in')
  for (let seen = ''; seen !== traffic() && !over;) {
    seen = traffic()
    await sleep(quiet)
  }
  tern.quit()
  const stuck = setTimeout(() => {
    faults.push('Tern did not end when it was asked to')
    tern.kill()
  }, 15_000)
  const how = await ended
  clearTimeout(stuck)
  // Chromium may crash on its way out. What counts is that Tern had closed its store by then: the log beside it is gone.
  const log = join(dataDir, 'tern.db-wal')
  if (existsSync(log) && statSync(log).size > 0) faults.push(`Tern ended with its store open (${how})`)
  const entries = readJournal(journal)
  learnBroken(witness, entries)
  return { trace: entries.map(inWords), faults }
}
