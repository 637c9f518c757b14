/** The pages of an export for people: a list of the conversations, and each conversation on pages of its own. */
import { formatPhone } from '../../shared/core/phone.ts'
import type { OurNumber } from '../../shared/model/number.ts'
import { exportStates } from '../../shared/words/export.ts'
import { errorWords } from '../../shared/words/errors.ts'
import type { ConversationRecord } from '../store/read-records.ts'
import type { MessageRecord, PhotoRecord } from '../store/record.ts'
import { html, pageFoot, pageHead, pageLinks, type Html } from './html.ts'
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
  const links = pageLinks(page, pages, (to) => conversationPage(nth, to))
  return html`${pageHead(`${who} · Tern`, '../')}
    <header>
      <p><a href="../${indexPage(1)}">All conversations</a></p>
      <h1 dir="auto">${who}</h1>
      <p>
        <bdi>${formatPhone(conversation.peer)}</bdi> with <bdi>${number.name}</bdi>,
        <bdi>${formatPhone(number.e164)}</bdi>
      </p>
      ${about(head)}${links}
    </header>
    <main></main> `
}

export function conversationFoot({ nth, page, pages }: Head): Html {
  return html`</main>
<footer>${pageLinks(page, pages, (to) => conversationPage(nth, to))}</footer>
${pageFoot}`
}

export const dayHeading = (at: number, times: ExportTimes): Html => html`<h2>${times.day(at)}</h2> `

/** @param who names the person, for the line under an inbound text */
export function messageArticle(
  record: MessageRecord,
  who: string,
  number: OurNumber,
  times: ExportTimes,
): Html {
  const inbound = record.direction === 'inbound'
  const error = inbound ? undefined : record.error
  return html`<article class="${inbound ? 'in' : 'out'}">
    ${record.photos.map(photo)}${
      record.body === '' ? undefined : html`<p class="text" dir="auto">${record.body}</p> `
    }
    <p class="meta">
      <bdi>${inbound ? who : number.name}</bdi> ·
      <time datetime="${new Date(record.at).toISOString()}">${times.time(record.at)}</time
      >${inbound ? undefined : ` · ${exportStates[record.state]}`}${record.providerStatus === undefined ? undefined : ` (Aircall: ${record.providerStatus})`}${record.verified ? undefined : ' · not verified: it may not come from Aircall'}
    </p>
    ${error === undefined ? undefined : html`<p class="meta">${errorWords(error).what}</p> `}
  </article> `
}

function photo({ file, url }: PhotoRecord): Html {
  return file === undefined
    ? html`<p class="photo">Photo, not in this export. Its address was <bdi dir="ltr">${url}</bdi></p> `
    : html`<p class="photo">
        <a href="../${file}"><img src="../${file}" alt="Photo" loading="lazy" /></a>
      </p> `
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
  return html`${pageHead('Conversations · Tern', '')}
    <header>
      <h1>Conversations</h1>
      <p>${scope} ${messages === 1 ? '1 message' : `${messages.toLocaleString('en-GB')} messages`}.</p>
      ${about(parts)}
      <p>Whoever has this folder can read all of it.</p>
      ${pageLinks(page, pages, indexPage)}
    </header>
    <main>
      <table>
        <thead>
          <tr>
            <th scope="col">With</th>
            <th scope="col">Your number</th>
            <th scope="col">Messages</th>
            <th scope="col">Last</th>
          </tr>
        </thead>
        <tbody></tbody>
      </table>
    </main> `
}

export function indexRow(
  { conversation, number, inbound, outbound, last, page }: ConversationSummary,
  times: ExportTimes,
): Html {
  const { name, peer } = conversation
  return html`<tr>
    <td>
      <a href="${page}" dir="auto">${peerWords(conversation)}</a
      >${name === undefined ? undefined : html` <bdi class="meta">${formatPhone(peer)}</bdi>`}
    </td>
    <td><bdi>${number.name}</bdi></td>
    <td>${inbound + outbound}</td>
    <td><time datetime="${new Date(last).toISOString()}">${times.moment(last)}</time></td>
  </tr> `
}

export function indexFoot(page: number, pages: number): Html {
  return html`</tbody>
</table>
</main>
<footer>${pageLinks(page, pages, indexPage)}</footer>
${pageFoot}`
}

function about({ times, exportedAt }: { readonly times: ExportTimes; readonly exportedAt: number }): Html {
  return html`<p class="meta">
    Exported by Tern on ${times.moment(exportedAt)}. Times are those of ${times.zone}.
  </p> `
}
