import { svelte } from '@sveltejs/vite-plugin-svelte'
import { cpSync } from 'node:fs'
import { resolve } from 'node:path'
import { defineConfig } from 'electron-vite'

const root = resolve(import.meta.dirname, '..')
const out = (name: string) => resolve(root, 'out/app', name)

/** The main process reads its icons from files beside it. */
const copyIcons = {
  name: 'copy-icons',
  closeBundle: () => cpSync(resolve(root, 'electron/desktop/icons'), out('icons'), { recursive: true }),
}

// node20 and chrome130: what both the pinned Electron and the registry runtime can run.
export default defineConfig({
  main: {
    root,
    plugins: [copyIcons],
    build: {
      outDir: out('main'),
      target: 'node20',
      externalizeDeps: false,
      rollupOptions: {
        input: {
          main: resolve(root, 'electron/main.ts'),
          worker: resolve(root, 'electron/work/worker.ts'),
        },
        external: ['electron', 'libsql', 'keytar', '@ngrok/ngrok'],
        output: { format: 'cjs', entryFileNames: '[name].cjs', chunkFileNames: '[name]-[hash].cjs' },
      },
    },
  },
  preload: {
    root,
    build: {
      outDir: out('preload'),
      target: 'node20',
      externalizeDeps: false,
      rollupOptions: {
        input: { preload: resolve(root, 'electron/preload.ts') },
        external: ['electron'],
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: resolve(root, 'renderer'),
    plugins: [svelte()],
    build: {
      outDir: out('renderer'),
      target: 'chrome130',
      minify: true,
      rollupOptions: { input: { index: resolve(root, 'renderer/index.html') } },
    },
  },
})
