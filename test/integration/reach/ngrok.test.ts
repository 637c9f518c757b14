/**
 * The real library, as far as it goes without ngrok: it is told that the service is on this computer, where nobody
 * answers, or not as ngrok does.
 */
import { createServer, type AddressInfo, type Socket } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import type { Log, Tunnel } from '../../../electron/ports.ts'
import { loadNgrok, type NgrokApi, type NgrokSessionBuilder } from '../../../electron/reach/ngrok-api.ts'
import { createNgrok } from '../../../electron/reach/ngrok.ts'
import { realClock } from '../callback/support.ts'

const token = `2${'aB3'.repeat(8)}xy_${'7Kq'.repeat(7)}`

let stop: (() => Promise<void>) | undefined
afterEach(() => stop?.())

/** A service that takes connections and treats them like this. */
async function serviceThat(treats: (socket: Socket) => void): Promise<string> {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    // A reset is one of the ways in which the library may leave.
    socket.on('error', () => undefined)
    treats(socket)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  stop = async () => {
    for (const socket of sockets) socket.destroy()
    await new Promise((resolve) => server.close(resolve))
  }
  return `127.0.0.1:${(server.address() as AddressInfo).port}`
}

const logged: string[] = []
const say = (...said: unknown[]): void => void logged.push(JSON.stringify(said))
const log: Log = { info: say, warn: say, error: say }

function ngrokAt(address: string, timeoutMs: number): Tunnel {
  async function load(): Promise<NgrokApi> {
    const { SessionBuilder } = (await loadNgrok()) as {
      SessionBuilder: new () => NgrokSessionBuilder & { serverAddr: (address: string) => unknown }
    }
    function Builder(): NgrokSessionBuilder {
      const builder = new SessionBuilder()
      builder.serverAddr(address)
      return builder
    }
    return { SessionBuilder: Builder as unknown as NgrokApi['SessionBuilder'] }
  }
  return createNgrok({
    load,
    token: () => Promise.resolve(token),
    domain: '',
    clock: realClock,
    log,
    timeoutMs,
  })
}

async function outcome(tunnel: Tunnel, signal = new AbortController().signal) {
  const startedAt = performance.now()
  const thrown = await tunnel.open(4711, signal).catch((one: unknown) => one)
  return { thrown, ms: performance.now() - startedAt }
}

describe('the library of ngrok', () => {
  test('loads here, with what Tern uses of it', async () => {
    const api = await loadNgrok()
    const builder = new api.SessionBuilder()
    for (const name of ['authtoken', 'handleDisconnection', 'connect'] as const) {
      expect(builder[name]).toBeTypeOf('function')
    }
  })

  test('fails at once where nothing listens', async () => {
    const { thrown, ms } = await outcome(ngrokAt('127.0.0.1:1', 15_000))
    expect(thrown).toMatchObject({ code: 'ngrok.unanswered' })
    expect(ms).toBeLessThan(5000)
  })

  test('fails when something else answers', async () => {
    const address = await serviceThat((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'))
    const { thrown } = await outcome(ngrokAt(address, 15_000))
    expect(thrown).toMatchObject({ code: 'ngrok.unanswered' })
  })

  test('waits for ever, and so is left after the time that it is given', async () => {
    const { thrown, ms } = await outcome(ngrokAt(await serviceThat(() => undefined), 400))
    expect(thrown).toMatchObject({ code: 'ngrok.unanswered' })
    expect(ms).toBeGreaterThan(390)
    expect(ms).toBeLessThan(3000)
  })

  test('is left at once when it is called off', async () => {
    const abort = new AbortController()
    setTimeout(() => abort.abort(new Error('called off')), 100)
    const { thrown, ms } = await outcome(ngrokAt(await serviceThat(() => undefined), 15_000), abort.signal)
    expect(thrown).toMatchObject({ message: 'called off' })
    expect(ms).toBeLessThan(3000)
  })

  test('is quiet about the token', () => {
    expect(logged.join('\n')).not.toContain(token)
  })
})
