/** Takes the key: typed at the terminal and not shown, or piped in. From nowhere else. */
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import type { AircallKey } from '../../electron/aircall/aircall.ts'
import type { Terminal } from './terminal.ts'

export async function typedKey(terminal: Terminal): Promise<AircallKey> {
  terminal.say(
    'The key: Aircall Dashboard, Integrations, API keys. Best is a new one, which you delete afterwards.\nWhat you type is not shown.',
  )
  const apiId = (await terminal.secret('API ID:')).trim()
  const apiToken = (await terminal.secret('API token:')).trim()
  return { apiId, apiToken }
}

/** The first two lines. */
export async function pipedKey(input: Readable): Promise<AircallKey> {
  const lines: string[] = []
  for await (const line of createInterface({ input, historySize: 0 })) {
    if (line.trim() !== '') lines.push(line.trim())
    if (lines.length === 2) break
  }
  const [apiId = '', apiToken = ''] = lines
  return { apiId, apiToken }
}

export const isWhole = ({ apiId, apiToken }: AircallKey): boolean => apiId !== '' && apiToken !== ''
