/**
 * Phone numbers for the page. Their metadata is 145 kB, so the code is fetched apart from the window's first chunk;
 * until it is there numbers are shown in E.164.
 */
import type * as rulesOfPhones from '../../../shared/core/phone.ts'
import type { PhoneAddress } from '../../../shared/model/number.ts'

type Phones = typeof rulesOfPhones

// Code, not state: the same module for whoever asks.
let phones = $state.raw<Phones>()
let coming: Promise<Phones> | undefined

/** The rules for phone numbers. Rejects when the code cannot be read. */
export function loadPhones(): Promise<Phones> {
  coming ??= import('../../../shared/core/phone.ts').then(
    (loaded) => (phones = loaded),
    (cause: unknown) => {
      coming = undefined
      throw cause
    },
  )
  return coming
}

/** The number for people to read; E.164 until {@link loadPhones} has resolved. */
export const displayPhone = (address: PhoneAddress): string => phones?.formatPhone(address) ?? address

/** ISO 3166-1 alpha-2 of a number's country, when it is known. */
export const phoneCountry = (address: PhoneAddress): string | undefined => phones?.countryOf(address)

/**
 * Reads a typed number as one of the first region that makes it a valid number; undefined until {@link loadPhones}
 * has resolved.
 */
export function readPhone(typed: string, regions: readonly string[]): rulesOfPhones.ParsedPhone | undefined {
  const rules = phones
  if (rules === undefined) return undefined
  const answers = regions.map((region) => rules.parsePhone(typed, region)).filter((answer) => answer.ok)
  // A short code is what is no valid number anywhere.
  return answers.find((answer) => answer.address.startsWith('+')) ?? answers[0] ?? { ok: false }
}
