/** The pages' own scheme: `app://tern/` serves the built pages and the stored photos, and nothing else. */
import { readFile, realpath } from 'node:fs/promises'
import { join, sep } from 'node:path'
import { protocol, type Session } from 'electron'
import { readPictureAddress } from '../../shared/core/picture-address.ts'
import { toErrorValue } from '../../shared/errors.ts'
import { appFile } from './app-path.ts'
import { appHost, appScheme, type PageSource } from './app-origin.ts'
import { devContentPolicy, pageHeaders, pictureHeaders } from './csp.ts'

const own = { protocol: `${appScheme}:`, host: appHost }
const notFound = (): Response => new Response('Not found', { status: 404, headers: pageHeaders })

/** Makes the scheme known as a secure one with an origin. Once, before Electron's `ready`. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: appScheme, privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ])
}

/** Reads a file under `root`, or undefined when there is none there, even by a link that leads out. */
async function readUnder(root: string, parts: readonly string[]): Promise<Buffer | undefined> {
  try {
    const base = await realpath(root)
    const file = await realpath(join(base, ...parts))
    return file.startsWith(base + sep) ? await readFile(file) : undefined
  } catch (thrown) {
    const code = thrown instanceof Error && 'code' in thrown ? thrown.code : undefined
    if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'EISDIR' || code === 'ELOOP') return undefined
    throw thrown
  }
}

/** Answers a request of the scheme. */
export async function answerAppRequest(request: Request, root: string): Promise<Response> {
  if (request.method !== 'GET') return new Response('', { status: 405, headers: pageHeaders })
  const file = appFile(request.url, own)
  const content = file && (await readUnder(root, file.parts))
  if (file === undefined || content === undefined) return notFound()
  return new Response(new Uint8Array(content), { headers: { ...pageHeaders, 'content-type': file.type } })
}

/** A photo that the store knows, decrypted. */
export interface Picture {
  readonly media: { readonly kind: 'image' | 'file'; readonly type: string }
  readonly bytes: Uint8Array
}

/** Reads a stored photo; rejects when there is none of this id. */
export type ReadPicture = (mediaId: string) => Promise<Picture | undefined>

/**
 * Answers a request for a photo; undefined when the address is not one. Only what the window can show is given out, as
 * the type that its content has.
 */
export async function answerPictureRequest(
  request: Request,
  read: ReadPicture,
  dev: boolean,
): Promise<Response | undefined> {
  const mediaId = readPictureAddress(request.url)
  if (mediaId === undefined || request.method !== 'GET') return undefined
  const picture = await read(mediaId).catch((thrown: unknown) => {
    // Gone, or damaged: the page shows that it cannot be shown.
    const { code } = toErrorValue(thrown)
    if (code === 'app.notFound' || code === 'media.unreadable') return undefined
    throw thrown
  })
  if (picture?.media.kind !== 'image') return notFound()
  const headers = { ...pictureHeaders(dev), 'content-type': picture.media.type }
  return new Response(new Uint8Array(picture.bytes), { headers })
}

/**
 * Serves the built pages to a session. In development the dev server does, and gets a policy of its own.
 * @param root folder of the built pages (`out/app/renderer`)
 */
export function servePages(session: Session, root: string, source: PageSource, read: ReadPicture): void {
  session.protocol.handle(
    appScheme,
    async (request) =>
      (await answerPictureRequest(request, read, source.dev)) ?? answerAppRequest(request, root),
  )
  if (!source.dev) return
  session.webRequest.onHeadersReceived({ urls: [`${source.origin}/*`] }, (details, answer) => {
    const policy = [devContentPolicy(source.origin)]
    answer({ responseHeaders: { ...details.responseHeaders, 'content-security-policy': policy } })
  })
}
