/** Which number is probed, and which phone answers. */
import { parsePhone } from '../../shared/core/phone.ts'
import type { AircallNumber } from '../../shared/model/number.ts'
import { endOf } from './forms.ts'
import type { Asker } from './asker.ts'

const mostTries = 5

export async function pickNumber(
  asker: Asker,
  numbers: readonly AircallNumber[],
): Promise<AircallNumber | undefined> {
  if (numbers.length === 0) {
    asker.say('This account has no number that could text.')
    return undefined
  }
  const list = numbers.map(
    ({ name, e164, country }, nth) => `  ${String(nth + 1)}  ${name}, ${country ?? ''} ${endOf(e164)}`,
  )
  asker.say(['The numbers of this account:', ...list].join('\n'))
  for (let left = mostTries; left > 0; left -= 1) {
    const typed = await asker.line(
      'number',
      'Which one may the probe use? (its place in the list; Enter: none)',
    )
    if (typed.trim() === '') return undefined
    const picked = /^\d{1,5}$/.test(typed.trim()) ? numbers[Number(typed) - 1] : undefined
    if (picked !== undefined) return picked
    asker.say('There is no such place in the list.')
  }
  return undefined
}

/** E.164; undefined for none. */
export async function pickPhone(asker: Asker, number: AircallNumber): Promise<string | undefined> {
  for (let left = mostTries; left > 0; left -= 1) {
    const typed = await asker.line(
      'phone',
      'Which phone may get texts from the probe, and will answer? Your own, with country code. (Enter: none)',
    )
    if (typed.trim() === '') return undefined
    const parsed = parsePhone(typed, number.country ?? '')
    if (parsed.ok && parsed.address.startsWith('+') && parsed.address !== number.e164) return parsed.address
    asker.say('This is not a phone number that can be texted from this one.')
  }
  return undefined
}
