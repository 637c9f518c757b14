/**
 * How fast Tern is, and how much memory it takes, each as a ratio to a baseline measured in the same run. Runs inside
 * a desktop with a keychain, a tray and a window manager. Fails only when something cannot be measured.
 *
 *   npm run bench -- [--quick] [--only start,burst,verify] [--app FOLDER]
 */
import { inspect, parseArgs } from 'node:util'
import { measureAgain } from './again.ts'
import { measureAttack } from './attack.ts'
import { measureBackup } from './backup.ts'
import { measureBurst } from './burst.ts'
import { measureCommit } from './commit.ts'
import { measureMemory } from './memory.ts'
import { removeLargeStores } from './million.ts'
import { measureOpening } from './opening.ts'
import { root } from './places.ts'
import { measureReach } from './reach.ts'
import { measureReceive } from './receive.ts'
import { measureSend } from './send.ts'
import { measureStalls } from './stalls.ts'
import { measureStart } from './start.ts'
import { measureVerify } from './verify.ts'
import { table, writeResults, type Section } from './report.ts'

export interface BenchOptions {
  /** Fewer rounds. */
  readonly quick: boolean
  /** Folder of the app to measure: the project, or a copy of what it built. */
  readonly app: string
}

const subjects: Readonly<Record<string, (options: BenchOptions) => Promise<Section>>> = {
  start: measureStart,
  memory: measureMemory,
  receive: measureReceive,
  send: measureSend,
  again: measureAgain,
  burst: measureBurst,
  attack: measureAttack,
  commit: measureCommit,
  opening: measureOpening,
  verify: measureVerify,
  backup: measureBackup,
  stalls: measureStalls,
  reach: measureReach,
}

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    only: { type: 'string', multiple: true, default: [] },
    app: { type: 'string', default: root },
  },
})
const wanted = values.only.flatMap((names) => names.split(','))
const unknown = wanted.filter((name) => !(name in subjects))
if (unknown.length > 0)
  throw new Error(`no such subject: ${unknown.join(', ')} (${Object.keys(subjects).join(', ')})`)

const began = performance.now()
const sections: Section[] = []
for (const [name, measure] of Object.entries(subjects)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue
  try {
    const section = await measure({ quick: values.quick, app: values.app })
    sections.push(section)
    process.stdout.write(`${table(section)}\n\n`)
  } catch (thrown) {
    process.exitCode = 1
    process.stderr.write(`${name} could not be measured: ${inspect(thrown)}\n`)
  }
}
removeLargeStores()
const seconds = Math.round((performance.now() - began) / 1000)
process.stdout.write(`${writeResults(sections, { seconds, quick: values.quick })}, after ${seconds} s\n`)
process.exit()
