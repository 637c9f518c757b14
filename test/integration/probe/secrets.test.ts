/** Nothing secret, and nothing that says who somebody is, leaves the probe: not in the report, not at the terminal. */
import { expect, test } from 'vitest'
import { practiceCompany, practiceNumbers } from '../../../electron/practice/practice.ts'
import { front, only, phone, play, type Play } from './support.ts'

/** All that must be nowhere, taken from what the service itself saw and sent. */
function secretsOf({ practice }: Play): string[] {
  const { apiId, apiToken } = practice.key
  const urls = practice.requests.flatMap(({ body }) => body?.match(/"callbackUrl":"([^"]+)"/)?.[1] ?? [])
  const tokens = practice.callbacks.flatMap(({ body }) => body.match(/"token":"([^"]+)"/)?.[1] ?? [])
  const ids = practice.callbacks.flatMap(({ body }) => body.match(/"id":"([^"]+)"/)?.[1] ?? [])
  const digits = [phone, ...practiceNumbers.map(({ e164 }) => e164)].map((number) => number.slice(2))
  return [
    ...[apiId, apiToken, Buffer.from(`${apiId}:${apiToken}`).toString('base64')],
    ...urls.map((url) => new URL(url).pathname.replace('/callback/', '')),
    ...[...tokens, ...ids, ...digits],
    ...practiceNumbers.flatMap(({ digits: shown, timeZone }) => [shown, timeZone]),
    ...[String(front), practiceCompany, practice.photoUrl],
    ...practice.sends.map(({ id }) => id),
  ]
}

/** Seven digits or more, as phone numbers and ids have; but not the value of a rate header. */
const longNumbers = (text: string): string[] =>
  text.replace(/x-aircallapi-reset"?: "?\d+/g, '').match(/\d{7,}/g) ?? []

test('a whole run', async () => {
  const played = await play({ lines: { 'group-phone': '+1 202-555-0178' } })
  const secrets = secretsOf(played)
  // The test itself: it knows what to look for.
  expect(secrets.length).toBeGreaterThan(40)
  expect(played.practice.sends.length).toBeGreaterThan(2)
  const { json, markdown, said, report } = played
  // Already before the last net there is nothing for it to catch.
  const uncaught = JSON.stringify(report)
  for (const secret of secrets) {
    expect(uncaught).not.toContain(secret)
    expect(json).not.toContain(secret)
    expect(markdown).not.toContain(secret)
    if (secret !== String(front)) expect(said).not.toContain(secret)
  }
  expect([longNumbers(json), longNumbers(markdown)]).toEqual([[], []])
  // What people wrote, and what numbers are called, is not in the files; at the terminal the user picks by name.
  for (const words of ['Got it', 'This one', 'Tern probe', 'STOP"', 'Front desk', 'Workshop'])
    expect(json + markdown).not.toContain(words)
  expect(said).toContain('Front desk')
})

test('a service that repeats in its refusals what it was told', async () => {
  const first = await play({ yes: () => false })
  const { apiId, apiToken } = first.practice.key
  const echo = { error: apiToken, message: `key ${apiId} of ${phone}`, key: 'Invalid', [phone]: apiToken }
  const body = JSON.stringify({
    ...echo,
    nested: { [`number_${phone}`]: [phone, `https://x.example/${apiToken}`] },
  })
  const { json, markdown, said, report } = await play({
    yes: only('configure'),
    onAsked: (id, _nth, { practice }) =>
      void (
        id === 'configure' && practice.behave({ trouble: { kind: 'custom', on: 'POST', status: 400, body } })
      ),
  })
  expect(report.findings.find(({ id }) => id === 'configure')).toMatchObject({
    form: '400 application',
    facts: { key: 'Invalid' },
  })
  for (const secret of [apiId, apiToken, phone.slice(2)]) expect(json + markdown + said).not.toContain(secret)
})
