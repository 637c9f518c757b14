import * as v from 'valibot'

/** A phone number in E.164 form (`+13023063029`), or a short code (3 to 8 digits, no `+`). */
export const PhoneAddress = v.pipe(v.string(), v.regex(/^(\+[1-9]\d{3,14}|\d{3,8})$/))
export type PhoneAddress = v.InferOutput<typeof PhoneAddress>

/** An Aircall number of the company, as `GET /numbers` lists it. No field says whether it can text. */
export const AircallNumber = v.object({
  /** Aircall's id. */
  id: v.number(),
  name: v.string(),
  /** As Aircall displays it, with spaces. */
  digits: v.string(),
  e164: PhoneAddress,
  /** ISO 3166-1 alpha-2, upper case. */
  country: v.optional(v.string()),
  /** IANA name. */
  timeZone: v.optional(v.string()),
})
export type AircallNumber = v.InferOutput<typeof AircallNumber>

/** A number that Tern texts from. `practice` marks one of the practice Aircall. */
export const OurNumber = v.object({
  ...AircallNumber.entries,
  practice: v.boolean(),
})
export type OurNumber = v.InferOutput<typeof OurNumber>
