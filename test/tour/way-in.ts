/** The steps of the tour in which the way in for replies is lost, and comes back. */
import { saveTrayIcon } from '../desktop/tray.mjs'
import type { TunnelServer } from '../tunnel/tunnel-server.ts'
import type { Stage } from './nothing-lost.ts'
import { until } from './steps.ts'

export async function losesWayIn(
  { step, pictures, page, go }: Stage,
  env: NodeJS.ProcessEnv,
  tunnel: TunnelServer,
  trayLines: () => Promise<string>,
): Promise<void> {
  await step('the tunnel server dies: the window and the tray say so', async () => {
    await tunnel.down()
    const lines = await until(
      'the tray menu',
      trayLines,
      (now) => /cannot reach|may not reach/.test(now),
      30_000,
    )
    await saveTrayIcon(env, pictures.path('15-tray-unreachable'))
    await go('Conversations')
    await pictures.take(page(), '16-not-reachable')
    return lines
  })

  await step('it comes back: replies can reach this computer again', async () => {
    await tunnel.up()
    await go('Health')
    const check = page()
      .getByRole('button', { name: /try again|check/i })
      .first()
    await check.click()
    return until('the tray menu', trayLines, (lines) => lines.includes('Replies reach this computer'), 60_000)
  })
}
