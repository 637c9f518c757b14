/** Talks to the pages of an Electron app over `--remote-debugging-pipe`, from the moment they exist. */
import type { Readable, Writable } from 'node:stream'
import * as v from 'valibot'

const Message = v.object({
  method: v.optional(v.string()),
  sessionId: v.optional(v.string()),
  params: v.optional(
    v.object({
      sessionId: v.optional(v.string()),
      targetInfo: v.optional(v.object({ type: v.string() })),
      name: v.optional(v.string()),
      payload: v.optional(v.string()),
    }),
  ),
})

const binding = 'ternBenchSaw'

/** Runs in the page: tells when `wanted` stands in it, in nothing disabled, and has been painted. */
function lookFor(wanted: string, tell: string): void {
  const scope = globalThis as typeof globalThis & Record<string, unknown>
  if ('ternBenchLooks' in scope) return
  scope['ternBenchLooks'] = true
  const report = scope[tell] as (time: string) => void
  const isThere = (): boolean => {
    if (!(document.body?.textContent ?? '').includes(wanted)) return false
    return ![...document.querySelectorAll('button:disabled')].some((one) => one.textContent.includes(wanted))
  }
  function painted(): void {
    requestAnimationFrame(() => {
      const channel = new MessageChannel()
      channel.port1.onmessage = () => report(String(performance.timeOrigin + performance.now()))
      channel.port2.postMessage(undefined)
    })
  }
  function look(): void {
    if (!isThere()) return
    observer.disconnect()
    painted()
  }
  const observer = new MutationObserver(look)
  observer.observe(document, { subtree: true, childList: true, characterData: true, attributes: true })
  look()
}

/**
 * When the first page that shows `wanted` had painted it, epoch milliseconds. Rejects when the app ends before.
 * @param toApp descriptor 3 of the app, `fromApp` its descriptor 4
 */
export function firstPainted(toApp: Writable, fromApp: Readable, wanted: string): Promise<number> {
  let id = 0
  const send = (method: string, params: object, sessionId?: string): void =>
    void toApp.write(`${JSON.stringify({ id: ++id, method, params, sessionId })}\0`)
  // The app may end before everything is written to it.
  toApp.on('error', () => undefined)

  const source = `(${lookFor.toString()})(${JSON.stringify(wanted)}, ${JSON.stringify(binding)})`
  function look(session: string): void {
    send('Runtime.addBinding', { name: binding }, session)
    send('Page.enable', {}, session)
    send('Runtime.enable', {}, session)
    send('Page.addScriptToEvaluateOnNewDocument', { source }, session)
    // For a page whose document is there already.
    send('Runtime.evaluate', { expression: source }, session)
    send('Runtime.runIfWaitingForDebugger', {}, session)
  }

  return new Promise((resolve, reject) => {
    let text = ''
    fromApp.on('data', (chunk: Buffer) => {
      const parts = (text + chunk.toString()).split('\0')
      text = parts.pop() ?? ''
      for (const part of parts) {
        const { method, params } = v.parse(Message, JSON.parse(part))
        if (method === 'Target.attachedToTarget' && params?.sessionId !== undefined) {
          if (params.targetInfo?.type === 'page') look(params.sessionId)
          else send('Runtime.runIfWaitingForDebugger', {}, params.sessionId)
        }
        if (method === 'Runtime.bindingCalled' && params?.name === binding) resolve(Number(params.payload))
      }
    })
    fromApp.once('end', () => reject(new Error('the app ended before its page was painted')))
    send('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: true, flatten: true })
  })
}
