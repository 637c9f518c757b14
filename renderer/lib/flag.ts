const regionNames = new Intl.DisplayNames('en', { type: 'region' })
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
  const name = regionNames.of(country)
  return name === country ? undefined : name
}
