import type { ErrorValue } from '../errors.ts'
import type { Draft } from '../model/message.ts'
import { mediaLimit, readMediaAddress } from './media-url.ts'
import { bodyLength, bodyLimit } from './segments.ts'

/**
 * Why a draft cannot be sent; undefined when it can. Aircall would refuse each of these (docs/contract.md), some of
 * them with an answer that says less.
 * @param from our number in E.164
 */
export function checkDraft(
  draft: Pick<Draft, 'to' | 'body' | 'mediaUrls'>,
  from: string,
): ErrorValue | undefined {
  if (draft.body.trim() === '' && draft.mediaUrls.length === 0) return { code: 'text.empty', detail: {} }
  if (bodyLength(draft.body) > bodyLimit) return { code: 'text.tooLong', detail: { limit: bodyLimit } }
  if (draft.to === from) return { code: 'aircall.recipientIsSender', detail: {} }
  if (draft.mediaUrls.length > mediaLimit) return { code: 'media.tooMany', detail: { limit: mediaLimit } }
  for (const url of draft.mediaUrls) {
    const address = readMediaAddress(url)
    if (!address.ok) return address.error
  }
  return undefined
}
