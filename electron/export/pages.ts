/** The pages of an export for people: a list of the conversations, and each conversation on pages of its own. */
import { formatPhone } from '../../shared/core/phone.ts'
import type { OurNumber } from '../../shared/model/number.ts'
import { exportStates } from '../../shared/words/export.ts'
import { errorWords } from '../../shared/words/errors.ts'
import type { ConversationRecord } from '../store/read-records.ts'
import type { MessageRecord, PhotoRecord } from '../store/record.ts'
import { markup, pageFoot, pageHead, pageLinks, type Html } from './html.ts'
import type { ConversationSummary } from './summary.ts'
import type { ExportTimes } from './times.ts'

/** Messages on a page: as much as a browser shows at once without effort, and a person prints. */
export const messagesPerPage = 500
export const conversationsPerPage = 500

export const conversationsFolder = 'conversations'

/** A conversation's page as the pages beside it name it. @param nth of the export, from 1 */
export const conversationPage = (nth: number, page: number): string =>
  `${String(nth).padStart(4, '0')}${page === 1 ? '' : `-${String(page)}`}.html`

export const indexPage = (page: number): string => (page === 1 ? 'index.html' : `index-${String(page)}.html`)

interface Head {
  readonly conversation: ConversationRecord
  readonly number: OurNumber
  readonly times: ExportTimes
  readonly nth: number
  readonly page: number
  readonly pages: number
  readonly exportedAt: number
}

const peerWords = ({ name, peer }: ConversationRecord): string => name ?? formatPhone(peer)

export function conversationHead(head: Head): Html {
  const { conversation, number, nth, page, pages } = head
  const who = peerWords(conversation)
  const phone = markup`<bdi>${formatPhone(conversation.peer)}</bdi> `
  const named = markup`${conversation.name === undefined ? undefined : phone}With `
  const links = pageLinks(page, pages, (to) => conversationPage(nth, to))
  return markup`${pageHead(`${who} · Tern`, '../')}<header>
<p><a href="../${indexPage(1)}">All conversations</a></p>
<h1 dir="auto">${who}</h1>
<p>${named}<bdi>${number.name}</bdi>, <bdi>${formatPhone(number.e164)}</bdi></p>
${about(head)}${links}</header>
<main>
`
}

export function conversationFoot({ nth, page, pages }: Head): Html {
  return markup`</main>
<footer>${pageLinks(page, pages, (to) => conversationPage(nth, to))}</footer>
${pageFoot}`
}

export const dayHeading = (at: number, times: ExportTimes): Html => markup`<h2>${times.day(at)}</h2>
`

/** @param who names the person, for the line under an inbound text */
export function messageArticle(
  record: MessageRecord,
  who: string,
  number: OurNumber,
  times: ExportTimes,
): Html {
  const { direction, body, photos, at } = record
  const inbound = direction === 'inbound'
  const text = markup`<p class="text" dir="auto">${body}</p>
`
  return markup`<article class="${inbound ? 'in' : 'out'}">
${photos.map(photo)}${body === '' ? undefined : text}<p class="meta"><bdi>${inbound ? who : number.name}</bdi> ·
<time datetime="${new Date(at).toISOString()}">${times.time(at)}</time>${standing(record)}</p>
</article>
`
}

/** What is to be said of a message beside its text. */
function standing(record: MessageRecord): string {
  const { state, providerStatus, verified } = record
  const error = record.direction === 'outbound' ? record.error : undefined
  const notes = [
    state === 'received' ? undefined : exportStates[state],
    error === undefined ? undefined : errorWords(error).what,
    providerStatus === undefined ? undefined : `Aircall says “${providerStatus}”`,
    verified ? undefined : 'Not verified: it may not come from Aircall',
  ]
  return notes.map((note) => (note === undefined ? '' : ` · ${note}`)).join('')
}

function photo({ file, kind, url }: PhotoRecord): Html {
  if (file === undefined)
    return markup`<p class="photo">Photo, not in this export. Its address was <bdi dir="ltr">${url}</bdi></p>
`
  const shown =
    kind === 'image' ? markup`<img src="../${file}" alt="Photo" loading="lazy">` : 'A file that came with it'
  return markup`<p class="photo"><a href="../${file}">${shown}</a></p>
`
}

export function indexHead(parts: {
  readonly times: ExportTimes
  readonly exportedAt: number
  readonly scope: string
  readonly messages: number
  readonly page: number
  readonly pages: number
}): Html {
  const { scope, messages, page, pages } = parts
  const count = messages === 1 ? '1 message' : `${messages.toLocaleString('en-GB')} messages`
  return markup`${pageHead('Conversations · Tern', '')}<header>
<h1>Conversations</h1>
<p>${scope} ${count}.</p>
${about(parts)}<p>Whoever has this folder can read all of it.</p>
${pageLinks(page, pages, indexPage)}</header>
<main>
<table>
<thead>
<tr><th scope="col">With</th><th scope="col">Your number</th><th scope="col">Messages</th><th scope="col">Last</th></tr>
</thead>
<tbody>
`
}

export function indexRow(summary: ConversationSummary, times: ExportTimes): Html {
  const { conversation, number, inbound, outbound, last, page } = summary
  const { name, peer } = conversation
  const phone = markup` <bdi class="meta">${formatPhone(peer)}</bdi>`
  return markup`<tr>
<td><a href="${page}" dir="auto">${peerWords(conversation)}</a>${name === undefined ? undefined : phone}</td>
<td><bdi>${number.name}</bdi></td>
<td>${inbound + outbound}</td>
<td><time datetime="${new Date(last).toISOString()}">${times.moment(last)}</time></td>
</tr>
`
}

export function indexFoot(page: number, pages: number): Html {
  return markup`</tbody>
</table>
</main>
<footer>${pageLinks(page, pages, indexPage)}</footer>
${pageFoot}`
}

function about({ times, exportedAt }: { readonly times: ExportTimes; readonly exportedAt: number }): Html {
  return markup`<p class="meta">Exported by Tern on ${times.moment(exportedAt)}. Times are those of ${times.zone}.</p>
`
}
