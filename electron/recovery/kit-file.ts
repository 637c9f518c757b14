/**
 * `recovery.json` in the data folder. A copy lies beside the backups, because whoever carries those to another computer
 * needs it there, and is read where the first one is gone.
 */
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import * as v from 'valibot'
import { TernError } from '../../shared/errors.ts'
import type { Log } from '../ports.ts'
import { writeWhole } from './write-whole.ts'
import { Kit } from './wrap.ts'

const name = 'recovery.json'

/** Each is tried with a code, which takes its time. */
const mostKits = 10

/**
 * The newest kit last. While a new page is being handed out there are two of one key, so that either code works whatever
 * happens; kits of other keys belong to stores that lay here before.
 */
const KitFile = v.object({
  kind: v.literal('tern recovery'),
  version: v.literal(1),
  kits: v.pipe(v.array(Kit), v.minLength(1), v.maxLength(mostKits)),
})
type KitFile = { readonly kind: 'tern recovery'; readonly version: 1; readonly kits: readonly Kit[] }

export interface KitFiles {
  /** None before the first page. Throws `TernError` `recovery.kitDamaged` when a file is there and none can be read. */
  readonly read: () => readonly Kit[]
  /** Replaces them as one, on the disk when it returns; none: the file goes. Throws `TernError` `recovery.notKept`. */
  readonly write: (kits: readonly Kit[]) => void
  /** Puts the copy beside the backups, where there are some and it is not there yet. Never throws. */
  readonly copy: () => void
}

export function createKitFiles(dataDir: string, log: Pick<Log, 'error'>): KitFiles {
  const file = join(dataDir, name)
  const backups = join(dataDir, 'backups')
  const copyFile = join(backups, name)

  function copy(): void {
    try {
      const there = existsSync(copyFile) ? readFileSync(copyFile) : undefined
      if (!existsSync(backups) || !existsSync(file)) return
      const now = readFileSync(file)
      if (there === undefined || !there.equals(now)) writeWhole(copyFile, now)
    } catch (thrown) {
      log.error('recovery: not copied beside the backups', thrown)
    }
  }

  return {
    read() {
      const there = [file, copyFile].filter((path) => existsSync(path))
      for (const path of there) {
        const kits = readKits(path, log)
        if (kits !== undefined) return kits
      }
      if (there.length > 0) throw new TernError('recovery.kitDamaged')
      return []
    },
    write(kits) {
      try {
        if (kits.length === 0) for (const path of [file, copyFile]) rmSync(path, { force: true })
        else
          writeWhole(
            file,
            Buffer.from(
              `${JSON.stringify({ kind: 'tern recovery', version: 1, kits: kits.slice(-mostKits) } satisfies KitFile, undefined, 2)}\n`,
            ),
          )
      } catch (thrown) {
        throw new TernError('recovery.notKept', {}, thrown)
      }
      copy()
    },
    copy,
  }
}

function readKits(path: string, log: Pick<Log, 'error'>): readonly Kit[] | undefined {
  try {
    return v.parse(v.pipe(v.string(), v.parseJson(), KitFile), readFileSync(path, 'utf8')).kits
  } catch (thrown) {
    log.error('recovery: the kit cannot be read', thrown)
    return undefined
  }
}
