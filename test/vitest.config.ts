import { svelte } from '@sveltejs/vite-plugin-svelte'
import { playwright } from '@vitest/browser-playwright'
import { resolve } from 'node:path'
import { defineConfig } from 'vitest/config'

const root = resolve(import.meta.dirname, '..')

export default defineConfig({
  root,
  test: {
    projects: [
      {
        root,
        test: {
          name: 'unit',
          include: ['test/unit/**/*.test.ts'],
          environment: 'node',
          // Pure rules and fakes share nothing; a process for each file costs more than the tests.
          isolate: false,
          // Property tests beside a busy build take their time.
          testTimeout: 60_000,
        },
      },
      {
        // Real files, real sockets, the real localtunnel server; no Electron.
        root,
        test: {
          name: 'integration',
          include: ['test/integration/**/*.test.ts'],
          environment: 'node',
          // Each file has folders, ports and processes of its own; a process of its own would cost as much again.
          isolate: false,
          // Beside the checks and the component tests of a whole run they take their time.
          testTimeout: 60_000,
          setupFiles: ['test/support/patient.ts'],
        },
      },
      {
        root,
        plugins: [svelte()],
        // Found before the first test, because Vite reloads the page under a test when it finds one later.
        optimizeDeps: { entries: ['renderer/**/*.svelte', 'test/component/**/*.test.ts'] },
        test: {
          name: 'component',
          include: ['test/component/**/*.test.ts'],
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({
              launchOptions: {
                executablePath: process.env['TERN_CHROMIUM'] ?? '/usr/bin/chromium',
                args: [
                  '--no-sandbox',
                  '--disable-background-networking',
                  '--disable-component-update',
                  '--disable-sync',
                ],
              },
            }),
            instances: [{ browser: 'chromium' }],
          },
        },
      },
    ],
  },
})
