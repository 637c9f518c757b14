/**
 * Everything that the way in stands on, real, on loopback: the localtunnel server, the listener, the store, the client
 * of Aircall's API and the practice Aircall; and before the tunnel server a front that can fail.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createAircall } from '../../../electron/aircall/client.ts'
import { createListener, type Listener } from '../../../electron/callback/listener.ts'
import { createNodeHttp } from '../../../electron/http/node-http.ts'
import { createPracticeAircall, practiceNumbers } from '../../../electron/practice/practice.ts'
import { createBook, type Book } from '../../../electron/reach/book.ts'
import { createLocaltunnel } from '../../../electron/reach/localtunnel.ts'
import type { ReachService } from '../../../electron/reach/reach.ts'
import { createReach } from '../../../electron/reach/service.ts'
import { openStore } from '../../../electron/store/open.ts'
import { readCallback } from '../../../shared/core/callback.ts'
import type { ReachEvent } from '../../../shared/core/reach-machine.ts'
import { silentLog, storeKey } from '../../fixtures/store.ts'
import { startTunnelServer } from '../../tunnel/tunnel-server.ts'
import { startFront } from './front.ts'
import { createTime, pause } from './time.ts'

/** Much shorter than in use, so that much happens in little time. Milliseconds. */
export const times = {
  probeEveryMs: 300,
  probeAgainMs: 100,
  probeTimeoutMs: 900,
  inspectEveryMs: 400,
  /** Longer than any probe or customer waits. */
  slowMs: 1500,
}

/** A running Tern, as far as the way in goes. */
export interface Tern {
  readonly reach: ReachService
  readonly listener: Listener
}

export type World = Awaited<ReturnType<typeof createWorld>>

/** @param at another pace than that of the stories */
export async function createWorld(at = times) {
  const folder = mkdtempSync(join(tmpdir(), 'tern-reach-'))
  const time = createTime()
  const { clock } = time
  const log = silentLog
  const front = await startFront(at.slowMs)
  const tunnels = await startTunnelServer(0, front.port)
  front.lead(tunnels.port)
  const practice = await createPracticeAircall({ behaviour: { limitPerMinute: 1_000_000 } })
  const store = openStore({ path: join(folder, 'tern.db'), key: storeKey, clock, log })
  const [number] = practiceNumbers
  if (number === undefined) throw new Error('there is no practice number')
  store.numbers.save({ ...number, practice: false })
  const http = createNodeHttp()
  const aircall = createAircall({ ...practice, http, clock, log, random: () => 0 })
  /** Every step of the machine, for the checks while a fault lasts. */
  const events: ReachEvent['kind'][] = []
  let tern: Tern | undefined

  function makeBook(): Book {
    const book = createBook({
      gaps: store.gaps,
      clock,
      elapsed: time.elapsed,
      probeEveryMs: () => at.probeEveryMs,
      keeps: () => true,
      onGap: () => undefined,
      onTrouble(error) {
        if (error !== undefined) throw new Error(`the store: ${error.code}`)
      },
      log,
    })
    return {
      ...book,
      step(...step) {
        events.push(step[3].kind)
        book.step(...step)
      },
    }
  }

  return {
    time,
    front,
    tunnels,
    practice,
    store,
    numberId: number.id,
    events,
    http,
    shown: () => tern?.reach.current().state ?? 'off',
    tern(): Tern {
      if (tern === undefined) throw new Error('Tern does not run')
      return tern
    },
    /** As a start of Tern does it. @param take as the user's click on "Take it back" */
    async start(take: boolean): Promise<void> {
      const listener = createListener({
        receive: store.messages.receive,
        read: readCallback,
        onReception: () => undefined,
        clock,
        log,
      })
      const reach = createReach({
        listener,
        way: () => ({
          name: 'localtunnel',
          standby: false,
          port: 0,
          ...createLocaltunnel({
            host: `http://localhost:${front.port}`,
            http,
            clock,
            log,
            timeoutMs: 1500,
          }),
        }),
        aircall: () => aircall,
        store: store.numbers,
        book: makeBook(),
        elapsed: time.elapsed,
        http,
        clock,
        log,
        onChange: () => undefined,
        times: () => at,
        ...at,
      })
      tern = { reach, listener }
      await reach.use(number.id, { take })
    },
    async quit(handsBack: boolean): Promise<void> {
      const ended = tern
      if (ended === undefined) return
      if (handsBack) await ended.reach.handBack(number.id)
      await ended.reach.stop()
      tern = undefined
    },
    async close(): Promise<void> {
      front.set('pass')
      tunnels.thaw()
      await tern?.reach.stop()
      await practice.close()
      await tunnels.stop()
      front.close()
      store.close()
      await pause(50)
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
