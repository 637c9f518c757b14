/** Parts of Tern in a Node process of their own, built by Vite as the app is: the migrations are read by it. */
import { resolve } from 'node:path'
import { build } from 'vite'
import * as v from 'valibot'
import { keepFolders } from '../../build/lib/keep-folders.mjs'
import { outDir, root } from './places.ts'
import { startGroup, until, type Group } from './processes.ts'

const names = [
  'attacker',
  'backup',
  'fill',
  'listener',
  'bare',
  'plain',
  'commit',
  'opening',
  'ledger',
  'reach',
] as const
export type ChildName = (typeof names)[number]

let built: Promise<unknown> | undefined

function buildChildren(): Promise<unknown> {
  const input = (name: ChildName): [string, string] => [name, resolve(root, `test/bench/children/${name}.ts`)]
  return build({
    root,
    configFile: false,
    logLevel: 'error',
    plugins: [keepFolders],
    build: {
      ssr: true,
      target: 'node20',
      outDir: resolve(outDir, 'children'),
      emptyOutDir: true,
      rollupOptions: {
        input: Object.fromEntries(names.map(input)),
        output: { format: 'es', entryFileNames: '[name].mjs', chunkFileNames: '[name]-[hash].mjs' },
      },
    },
  })
}

export interface Child<T> {
  readonly group: Group
  readonly answered: T
}

/** Starts one and waits for its answer. It lives on until it is ended. */
export async function startChild<T>(
  name: ChildName,
  needs: object,
  schema: v.GenericSchema<unknown, T>,
  ms?: number,
): Promise<Child<T>> {
  await (built ??= buildChildren())
  const group = startGroup(process.execPath, [
    resolve(outDir, 'children', `${name}.mjs`),
    JSON.stringify(needs),
  ])
  let said = ''
  group.child.stdout?.on('data', (chunk: Buffer) => (said += chunk.toString()))
  try {
    const line = await until(
      () => `${name} did not answer: ${group.output()}`,
      () => {
        if (said.includes('\n')) return said.slice(0, said.indexOf('\n'))
        if (group.child.exitCode === null) return undefined
        throw new Error(`${name} ended: ${group.output()}`)
      },
      ms,
    )
    return { group, answered: v.parse(schema, JSON.parse(line)) }
  } catch (thrown) {
    await group.end()
    throw thrown
  }
}

/** Ends a child in order. */
export async function endChild({ group }: Child<unknown>): Promise<void> {
  group.child.stdin?.end()
  await group.ended
  await group.end()
}
