import * as v from 'valibot'
import { PhoneAddress } from '../../../shared/model/number.ts'

/** Who a text goes to. */
export interface Recipient {
  readonly address: PhoneAddress
  /** The name the user gave, or that of a practice customer. */
  readonly name: string | undefined
  /** A practice customer, whose name the conversation takes over. */
  readonly practice?: boolean
}

/** The address that the compose window was opened with, such as `?window=compose&to=+13023063029`. */
export function addressOfQuery(search: string): PhoneAddress | undefined {
  // In a query a bare plus reads as a space; both forms mean the plus of a number.
  const to = new URLSearchParams(search).get('to')?.replace(/^ /, '+')
  return v.is(PhoneAddress, to) ? to : undefined
}
