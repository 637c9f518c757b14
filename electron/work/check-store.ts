import { connect } from '../store/connection.ts'

/** A store that a job opens: where it is, and its key. */
export interface StoreAt {
  readonly path: string
  /** 64 hexadecimal digits. */
  readonly key: string
}

export interface StoreCheck extends StoreAt {
  /** `full` also compares every index with its table. */
  readonly extent: 'quick' | 'full'
}

/** Reads the whole file; answers what is wrong with it, in SQLite's words: nothing when it is sound. */
export function checkStore({ path, key, extent }: StoreCheck): readonly string[] {
  const db = connect(path, key)
  try {
    const pragma = extent === 'quick' ? 'quick_check' : 'integrity_check'
    const rows = db.all<Record<string, string>>(`PRAGMA ${pragma}`)
    return rows.map((row) => row[pragma] ?? '').filter((said) => said !== 'ok')
  } finally {
    db.close()
  }
}
