/** The way in by an address that the user leads to this computer: there is nothing to open, only to prove. */
import { TernError } from '../../shared/errors.ts'
import type { Tunnel } from '../ports.ts'
import { openAt } from './open-at.ts'

/** @param address such as `https://replies.example.org`; empty: none is set */
export function createOwnAddress(address: string): Tunnel {
  return {
    open(_port, signal) {
      if (signal.aborted) return Promise.reject(signal.reason as Error)
      if (address === '') return Promise.reject(new TernError('own.noAddress'))
      return Promise.resolve(openAt(new URL(address).origin))
    },
  }
}
