/** Somebody who uses Tern: data folders with an account in use, and the Aircall and the tunnel server it talks to. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import * as v from 'valibot'
import { createPracticeAircall, type PracticeAircall } from '../../electron/practice/practice.ts'
import { startTunnelServer } from '../tunnel/tunnel-server.ts'
import { endChild, startChild } from './children.ts'
import type { AppStart } from './launch.ts'

const Filled = v.object({ messages: v.number(), unread: v.number(), newest: v.string() })

/**
 * Fills a new data folder in `folder` with so many messages; the keys go into the desktop's keychain.
 * @returns what starts Tern on it
 */
export async function fillAccount(
  folder: string,
  messages: number,
): Promise<Pick<AppStart, 'dataDir' | 'shows'>> {
  const dataDir = join(folder, `with-${messages}`)
  mkdirSync(dataDir)
  const child = await startChild('fill', { dataDir, messages }, Filled, 900_000)
  await endChild(child)
  const { answered } = child
  if (answered.messages !== messages) throw new Error(`${answered.messages} messages were filled in`)
  return { dataDir, shows: messages === 0 ? 'Replies land here.' : answered.newest }
}

export interface Outside {
  readonly aircall: PracticeAircall
  /** Environment that sends Tern there. */
  readonly env: Readonly<Record<string, string>>
  readonly close: () => Promise<void>
}

/** The practice Aircall without its pace, and the real tunnel server, both on loopback. */
export async function startOutside(): Promise<Outside> {
  const aircall = await createPracticeAircall({ behaviour: { limitPerMinute: 1_000_000 } })
  const tunnel = await startTunnelServer()
  return {
    aircall,
    env: { TERN_AIRCALL_URL: aircall.baseUrl, TERN_TUNNEL_HOST: tunnel.host },
    async close() {
      await tunnel.stop()
      await aircall.close()
    },
  }
}
