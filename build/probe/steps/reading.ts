/** What any key may read. Nothing is changed, and nobody sees it. */
import { readJson, NumberPage, WireNumber } from '../../../electron/aircall/schemas.ts'
import type { AircallNumber } from '../../../shared/model/number.ts'
import type { Asked } from '../journal.ts'
import type { Session } from '../session.ts'
import { waysToWrite } from '../veil.ts'

/** 10,000 numbers. */
const mostPages = 200

export const isOk = ({ answer }: Asked): boolean =>
  answer !== undefined && answer.status >= 200 && answer.status < 300

/** Answers the account's numbers; undefined when the key opens nothing. */
export async function reading({ api, veil }: Session): Promise<AircallNumber[] | undefined> {
  const ping = await api.ask('ping', { method: 'GET', path: '/ping' })
  if (!isOk(ping)) return undefined
  await api.ask('company', { method: 'GET', path: '/company' })
  // One number a page, so that an account with two has a second page.
  const first = await api.ask('numbers-1', { method: 'GET', path: '/numbers?page=1&per_page=1' })
  if (nextPage(first)) await api.ask('numbers-2', { method: 'GET', path: '/numbers?page=2&per_page=1' })

  const numbers: AircallNumber[] = []
  for (let page = 1; page <= mostPages; page += 1) {
    const path = `/numbers?page=${String(page)}&per_page=50`
    const asked = await api.ask('numbers', { method: 'GET', path })
    const read = readJson(asked.answer?.text ?? '', NumberPage)?.value
    for (const entry of read?.numbers ?? []) {
      const number = readJson(JSON.stringify(entry), WireNumber)?.value
      if (number !== undefined) numbers.push(number)
    }
    if (!nextPage(asked) || read?.numbers.length === 0) break
  }
  for (const { e164, digits } of numbers) veil.keep(...waysToWrite(e164), digits)
  return numbers
}

const nextPage = ({ answer }: Asked): boolean =>
  Boolean(readJson(answer?.text ?? '', NumberPage)?.value.meta?.next_page_link)
