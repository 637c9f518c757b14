import { resolve } from 'node:path'
import { defineConfig } from '@playwright/test'

/** Real Electron in throw-away desktops, one for each worker. A test waits more than it works: two at a time fit two cores. */
export default defineConfig({
  workers: 2,
  fullyParallel: false,
  forbidOnly: true,
  retries: 0,
  timeout: 90_000,
  expect: { timeout: 15_000 },
  reporter: [['list'], ['json']],
  outputDir: resolve(import.meta.dirname, '../../out/test/playwright'),
  projects: [
    { name: 'e2e', testDir: import.meta.dirname },
    { name: 'release', testDir: resolve(import.meta.dirname, '../release') },
  ],
})
