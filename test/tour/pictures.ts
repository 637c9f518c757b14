/** Pictures of each screen in both themes. */
import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'

export interface Pictures {
  readonly dir: string
  /** Saves `name-light.png` and `name-dark.png` of a window. */
  readonly take: (page: Page, name: string) => Promise<void>
  readonly path: (name: string) => string
}

/** Makes the folder anew. */
export function createPictures(dir: string): Pictures {
  rmSync(dir, { recursive: true, force: true })
  mkdirSync(dir, { recursive: true })
  return {
    dir,
    path: (name) => join(dir, `${name}.png`),
    async take(page, name) {
      for (const theme of ['dark', 'light'] as const) {
        await page.emulateMedia({ colorScheme: theme })
        await page.screenshot({ path: join(dir, `${name}-${theme}.png`), animations: 'disabled' })
      }
    },
  }
}
