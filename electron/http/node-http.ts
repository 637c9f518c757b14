/**
 * Outgoing HTTP on Node: for tests and for the practice Aircall, whose callbacks stay on loopback. The app itself goes
 * through `session-http.ts`, which knows the system's proxy and certificates.
 */
import { lookup } from 'node:dns'
import {
  Agent as HttpAgent,
  request as httpRequest,
  type ClientRequest,
  type IncomingMessage,
} from 'node:http'
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https'
import type { LookupFunction } from 'node:net'
import { HttpFailure, type Http, type HttpAnswer, type HttpRequest } from '../ports.ts'
import { bodyCap, tooLong } from './limits.ts'

/** Keeps connections for later requests, except for those marked `once`, which get one of their own. */
export function createNodeHttp(): Http {
  const agents = { http: new HttpAgent({ keepAlive: true }), https: new HttpsAgent({ keepAlive: true }) }
  return (asked) =>
    new Promise((resolve, reject) => {
      const secure = asked.url.startsWith('https:')
      const agent = asked.once === true ? false : secure ? agents.https : agents.http
      const options = { method: asked.method, headers: headersOf(asked), agent, lookup: lookupLoopback }
      let request: ClientRequest
      try {
        request = (secure ? httpsRequest : httpRequest)(asked.url, options)
      } catch (thrown) {
        reject(new HttpFailure('notSent', thrown))
        return
      }
      let connected = false
      let failure: HttpFailure | undefined
      const timer = setTimeout(() => {
        failure = new HttpFailure(connected ? 'timedOut' : 'notSent', new Error('time-out'))
        request.destroy(failure)
      }, asked.timeoutMs)
      const fail = (thrown: unknown): void => {
        clearTimeout(timer)
        // Node writes nothing before the connection (and TLS) stands.
        reject(failure ?? new HttpFailure(connected ? 'unclear' : 'notSent', thrown))
      }
      request.on('socket', (socket) => {
        // A kept connection says it no more, and would gather listeners.
        if (socket.connecting) socket.once(secure ? 'secureConnect' : 'connect', () => (connected = true))
        else connected = true
      })
      request.on('error', fail)
      request.on('response', (response) => {
        readAnswer(response).then((answer) => {
          clearTimeout(timer)
          resolve(answer)
        }, fail)
      })
      request.end(asked.body)
    })
}

function headersOf({ headers, body }: HttpRequest): Record<string, string> {
  if (body === undefined) return { ...headers }
  return { ...headers, 'content-length': String(Buffer.byteLength(body)) }
}

async function readAnswer(response: IncomingMessage): Promise<HttpAnswer> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > bodyCap) {
      response.destroy()
      throw tooLong()
    }
    chunks.push(chunk)
  }
  const headers: Record<string, string> = {}
  for (const [name, value] of Object.entries(response.headers)) headers[name] = String(value)
  return { status: response.statusCode ?? 0, headers, text: Buffer.concat(chunks).toString('utf8') }
}

/** Systems differ in whether they know `*.localhost`; RFC 6761 says it is this computer. */
const lookupLoopback: LookupFunction = (hostname, options, done) => {
  if (!/(^|\.)localhost\.?$/i.test(hostname)) {
    lookup(hostname, options, done)
    return
  }
  if (options.all === true) done(null, [{ address: '127.0.0.1', family: 4 }])
  else done(null, '127.0.0.1', 4)
}
