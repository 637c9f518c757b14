/** What the user can do by hand when the probe cannot put the number back. Holds no key: curl asks for it. */
import { aircallApi } from '../../electron/config.ts'
import { configurationPath, type Custody } from './custody.ts'

export function byHand(before: Custody['before'], numberId: number): string {
  const url = `${aircallApi}${configurationPath(numberId)}`
  const ask = '(curl asks for the password: that is the API token)'
  const remove = `  curl -u YOUR_API_ID -X DELETE -H "Content-Type: application/json" ${url}`
  if (before.kind === 'none')
    return [`The number can be put back by hand with this ${ask}:`, remove].join('\n')
  const body = JSON.stringify({ callbackUrl: before.callbackUrl }).replaceAll("'", String.raw`'\''`)
  return [
    `The number can be put back by hand with this ${ask}:`,
    `  curl -u YOUR_API_ID -X POST -H "Content-Type: application/json" -d '${body}' ${url}`,
    'To see what is set:',
    `  curl -u YOUR_API_ID ${url}`,
    'Should it still be another address, delete it first, and then do the first line again:',
    remove,
  ].join('\n')
}
