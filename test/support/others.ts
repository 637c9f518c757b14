import { createNodeHttp } from '../../electron/http/node-http.ts'
import type { PracticeAircall } from '../../electron/practice/practice.ts'

const http = createNodeHttp()

/** Somebody else with the company's key sets the number's callback address; undefined deletes it. */
export async function configureByOthers(
  { baseUrl, key }: Pick<PracticeAircall, 'baseUrl' | 'key'>,
  numberId: number,
  callbackUrl: string | undefined,
): Promise<void> {
  const answer = await http({
    method: callbackUrl === undefined ? 'DELETE' : 'POST',
    url: `${baseUrl}/numbers/${numberId}/messages/configuration`,
    headers: {
      'content-type': 'application/json',
      authorization: `Basic ${Buffer.from(`${key.apiId}:${key.apiToken}`).toString('base64')}`,
    },
    ...(callbackUrl === undefined ? {} : { body: JSON.stringify({ callbackUrl }) }),
    timeoutMs: 5000,
  })
  if (answer.status >= 300) throw new Error(`others got ${answer.status}`)
}
