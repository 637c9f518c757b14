// Made with the first name: making it takes longer than a first screen has.
let regionNames: Intl.DisplayNames | undefined
const firstIndicator = 0x1f1e6

/** The flag of an ISO 3166-1 alpha-2 country, as two regional indicators; `undefined` when it is none. */
export function flagOf(country: string | undefined): string | undefined {
  if (country === undefined || !/^[A-Z]{2}$/.test(country)) return undefined
  return [...country]
    .map((letter) => String.fromCodePoint(firstIndicator + letter.charCodeAt(0) - 65))
    .join('')
}

/** The country's English name; `undefined` when the code is unknown. */
export function countryName(country: string | undefined): string | undefined {
  if (country === undefined || !/^[A-Z]{2}$/.test(country)) return undefined
  regionNames ??= new Intl.DisplayNames('en', { type: 'region' })
  const name = regionNames.of(country)
  return name === country ? undefined : name
}
