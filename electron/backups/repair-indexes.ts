/** A job: makes the indexes of a store anew from its tables. */
import { connect } from '../store/connection.ts'
import { checkStore, type StoreAt } from '../work/check-store.ts'

/** To be run while nobody uses the store. Answers what is still wrong with it: nothing when it is sound now. */
export function repairIndexes(at: StoreAt): readonly string[] {
  const db = connect(at.path, at.key)
  try {
    db.exec('REINDEX')
  } finally {
    db.close()
  }
  return checkStore({ ...at, extent: 'full' })
}
