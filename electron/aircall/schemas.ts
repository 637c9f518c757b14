/** The parts of Aircall's answers that Tern reads; everything else in them is left alone. Source: docs/contract.md. */
import * as v from 'valibot'
import { asId, asNumberId, readMessageTime, readPeer } from '../../shared/core/aircall-wire.ts'
import type { AircallNumber } from '../../shared/model/number.ts'
import type { Configuration } from './aircall.ts'

const optionalText = v.optional(v.nullable(v.string()))

const NumberId = v.pipe(
  v.unknown(),
  v.transform(asNumberId),
  v.check((id) => id !== undefined),
  v.transform((id) => id ?? 0),
)

export const PingAnswer = v.object({ ping: v.string() })

export const CompanyAnswer = v.object({ company: v.object({ name: v.pipe(v.string(), v.trim()) }) })

export const NumberPage = v.object({
  meta: v.optional(v.nullable(v.object({ next_page_link: optionalText }))),
  /** Each is read by itself: one that cannot be used must not hide the others. */
  numbers: v.array(v.unknown()),
})

/** A number that can be texted from has an E.164 form; one without is refused. */
export const WireNumber = v.pipe(
  v.object({
    id: NumberId,
    name: optionalText,
    digits: v.string(),
    country: optionalText,
    time_zone: optionalText,
  }),
  v.transform(({ id, name, digits, country, time_zone }): AircallNumber | undefined => {
    const e164 = readPeer(digits)
    if (e164 === undefined || !e164.startsWith('+')) return undefined
    return {
      id,
      name: name?.trim() || digits,
      digits,
      e164,
      ...(country ? { country: country.toUpperCase() } : {}),
      ...(time_zone ? { timeZone: time_zone } : {}),
    }
  }),
  v.check((number) => number !== undefined),
  v.transform((number) => number as AircallNumber),
)

/** An unconfigured number may answer with empties: then the address is empty too. */
export const ConfigurationAnswer = v.pipe(
  v.object({ callbackUrl: optionalText, token: optionalText }),
  v.transform(({ callbackUrl, token }): Configuration => ({
    callbackUrl: callbackUrl ?? '',
    token: token ?? '',
  })),
)

/** The answer to a send counts only with an id: without one no status can ever be told to belong to it. */
export const SendAnswerBody = v.pipe(
  v.looseObject({
    id: v.pipe(
      v.unknown(),
      v.transform(asId),
      v.check((id) => id !== undefined),
    ),
    status: optionalText,
  }),
  v.transform((message) => ({
    providerId: message.id ?? '',
    providerStatus: message.status || 'pending',
    providerAt: readMessageTime(message),
  })),
)

/** Reads a JSON body by a schema; undefined when it is no JSON, or another shape. */
export function readJson<T>(
  text: string,
  schema: v.GenericSchema<unknown, T>,
): { readonly value: T } | undefined {
  const read = v.safeParse(v.pipe(v.string(), v.parseJson(), schema), text)
  return read.success ? { value: read.output } : undefined
}
