/**
 * Makes a backup of a store and prepares its restore, as the jobs do, or (`bare`) copies the file once for each.
 * Answers how long each took, seconds, and the most memory it had, MB.
 */
import { closeSync, copyFileSync, fsyncSync, mkdirSync, openSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import * as v from 'valibot'
import { makeBackup } from '../../../electron/backups/make-backup.ts'
import { backupsFolder, preparedFile } from '../../../electron/backups/places.ts'
import { prepareRestore } from '../../../electron/backups/prepare-restore.ts'
import { keyOf } from './keys.ts'
import { answer, argument, peakMemory } from './run.ts'

const { dataDir, bare } = v.parse(v.object({ dataDir: v.string(), bare: v.boolean() }), argument())
const path = join(dataDir, 'tern.db')
const context = { report: () => undefined, isStopped: () => false }

async function seconds(act: () => unknown): Promise<number> {
  const from = performance.now()
  await act()
  return (performance.now() - from) / 1000
}

/** A copy that is on the disk. */
function copy(from: string, to: string): void {
  copyFileSync(from, to)
  const file = openSync(to, 'r+')
  fsyncSync(file)
  closeSync(file)
}

let times: { readonly backup: number; readonly restore: number }
if (bare) {
  mkdirSync(backupsFolder(path), { recursive: true })
  const plain = join(backupsFolder(path), 'plain')
  times = {
    backup: await seconds(() => copy(path, plain)),
    restore: await seconds(() => copy(plain, preparedFile(path))),
  }
} else {
  const at = { path, key: await keyOf(dataDir) }
  let id = ''
  times = {
    backup: await seconds(async () => ({ id } = await makeBackup({ ...at, at: Date.now() }, context))),
    restore: await seconds(() => prepareRestore({ ...at, id, recovery: undefined }, context)),
  }
}
for (const left of [backupsFolder(path), preparedFile(path)]) rmSync(left, { recursive: true, force: true })
answer({ ...times, peak: peakMemory() })
