/** The short fixed answers, and how a connection is left after each. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Clock } from '../ports.ts'

export type Status = 200 | 400 | 404 | 405 | 408 | 413 | 503

const words: Readonly<Record<Status, string>> = {
  200: 'ok',
  400: 'bad request',
  404: 'not found',
  405: 'method not allowed',
  408: 'too slow',
  413: 'too large',
  503: 'try again later',
}

const headersOf = (status: Status, length: number): Record<string, string | number> => ({
  'content-type': 'text/plain; charset=utf-8',
  'content-length': length,
  ...(status === 405 ? { allow: 'POST' } : {}),
})

/** Answers a request whose body has come to its end: the connection is clean and may be used again. */
export function answer(res: ServerResponse, status: Status, text: string = words[status]): void {
  if (res.headersSent || res.destroyed) return
  res.writeHead(status, headersOf(status, Buffer.byteLength(text))).end(text)
}

const lingerMs = 1000
/** Of what those who do not know the path go on sending; who sends more does without the answer. */
const lingerBytes = 64 * 1024

/**
 * Answers before the request's body is read. The connection must never be used again: behind a tunnel it would carry
 * the rest of this body, or a second answer, into the next callback. What still comes is read and thrown away for a
 * moment, because closing on unread bytes resets the connection and takes the answer with it.
 */
export function answerAndClose(
  req: IncomingMessage,
  res: ServerResponse,
  status: Status,
  clock: Clock,
): void {
  if (res.headersSent || res.destroyed) return
  const text = words[status]
  res.writeHead(status, { ...headersOf(status, Buffer.byteLength(text)), connection: 'close' })
  res.write(text)
  const { socket } = req
  const end = (): void => void res.end()
  const cancel = clock.after(lingerMs, () => {
    end()
    socket.destroy()
  })
  let left = status === 404 ? lingerBytes : Infinity
  req.on('data', ({ length }: Buffer) => {
    left -= length
    if (left < 0) socket.destroy()
  })
  req.once('end', end).once('close', end)
  socket.once('close', cancel)
}

/** The answer to what is not HTTP, as raw bytes, where nothing was answered yet. */
export const rawBadRequest = [
  'HTTP/1.1 400 Bad Request',
  'Content-Type: text/plain; charset=utf-8',
  `Content-Length: ${words[400].length}`,
  'Connection: close',
  '',
  words[400],
].join('\r\n')
