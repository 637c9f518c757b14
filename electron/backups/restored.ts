/** Marks that a restored store carries. */
import * as v from 'valibot'
import { Recovery } from '../../shared/model/backup.ts'
import type { SettingsStore, Store } from '../store/store.ts'

type Values = Pick<SettingsStore, 'getValue' | 'setValue'>

const restoredName = 'restored'
const recoveryName = 'recovery'

export const markRestored = (values: Values): void => values.setValue(restoredName, 'yes')

/**
 * To be called before anything is sent. In a store that was restored, what waited to be sent becomes `unknown`: it may
 * have been sent after the backup was made. Does nothing the second time.
 */
export function settleRestored(store: Store): void {
  if (store.settings.getValue(restoredName) === undefined) return
  store.outbox.doubt({ code: 'restore.maybeSent', detail: {} })
  store.settings.setValue(restoredName, undefined)
}

export const saveRecovery = (values: Values, recovery: Recovery | undefined): void =>
  values.setValue(recoveryName, recovery === undefined ? undefined : JSON.stringify(recovery))

export function readRecovery(values: Values): Recovery | undefined {
  const value = values.getValue(recoveryName)
  return value === undefined ? undefined : v.parse(Recovery, JSON.parse(value))
}
