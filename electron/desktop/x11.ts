/**
 * Asks the X server one question: is there a tray of the older kind (XEmbed)? Its owner holds the selection
 * `_NET_SYSTEM_TRAY_S<screen>`. Sources: X11 protocol encoding, appendix B; System Tray Protocol 0.3.
 */
import { readFile } from 'node:fs/promises'
import { connect } from 'node:net'

/** Longest wait for the server's answers, milliseconds. */
const patience = 1500
const pad4 = (length: number): number => (4 - (length % 4)) % 4

export interface Display {
  readonly number: number
  readonly screen: number
}

/** Reads `DISPLAY`, as far as it means a server on this computer: `:0`, `:0.1`, `unix:0`. */
export function localDisplay(value: string | undefined): Display | undefined {
  const found = /^(?:unix)?:(\d+)(?:\.(\d+))?$/.exec(value ?? '')
  return found === null ? undefined : { number: Number(found[1]), screen: Number(found[2] ?? 0) }
}

/** The MIT-MAGIC-COOKIE-1 for a display in the bytes of an Xauthority file, or undefined. Throws on a broken file. */
export function cookieFor(file: Buffer, display: number): Buffer | undefined {
  let offset = 0
  const part = (): Buffer => {
    const length = file.readUInt16BE(offset)
    offset += 2 + length
    if (offset > file.length) throw new RangeError('broken Xauthority file')
    return file.subarray(offset - length, offset)
  }
  while (offset < file.length) {
    offset += 2
    part()
    const number = part().toString('latin1')
    const name = part().toString('latin1')
    const data = part()
    if (name === 'MIT-MAGIC-COOKIE-1' && (number === '' || number === String(display))) return data
  }
  return undefined
}

/** The connection request: little-endian, protocol 11.0, with a cookie or none. */
export function setupRequest(cookie: Buffer | undefined): Buffer {
  const name = cookie === undefined ? Buffer.alloc(0) : Buffer.from('MIT-MAGIC-COOKIE-1')
  const data = cookie ?? Buffer.alloc(0)
  const head = Buffer.alloc(12)
  head.writeUInt8(0x6c, 0)
  head.writeUInt16LE(11, 2)
  head.writeUInt16LE(name.length, 6)
  head.writeUInt16LE(data.length, 8)
  return Buffer.concat([head, name, Buffer.alloc(pad4(name.length)), data, Buffer.alloc(pad4(data.length))])
}

/** InternAtom, only if it exists. */
function internAtom(name: string): Buffer {
  const head = Buffer.alloc(8)
  head.writeUInt8(16, 0)
  head.writeUInt8(1, 1)
  head.writeUInt16LE(2 + (name.length + pad4(name.length)) / 4, 2)
  head.writeUInt16LE(name.length, 4)
  return Buffer.concat([head, Buffer.from(name, 'latin1'), Buffer.alloc(pad4(name.length))])
}

function getSelectionOwner(atom: number): Buffer {
  const request = Buffer.alloc(8)
  request.writeUInt8(23, 0)
  request.writeUInt16LE(2, 2)
  request.writeUInt32LE(atom, 4)
  return request
}

const replyLength = 32

/** Whether somebody owns the tray selection of a display. Rejects when the server cannot be asked. */
export function hasSelectionOwner(
  socketPath: string,
  screen: number,
  cookie: Buffer | undefined,
): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const socket = connect({ path: socketPath })
    let received: Buffer = Buffer.alloc(0)
    let step: 'setup' | 'atom' | 'owner' = 'setup'
    const finish = (answer: boolean | Error): void => {
      clearTimeout(timer)
      socket.destroy()
      if (answer instanceof Error) reject(answer)
      else resolve(answer)
    }
    const timer = setTimeout(() => finish(new Error('the X server does not answer')), patience)
    socket.on('error', finish)
    socket.on('close', () => finish(new Error('the X server hung up')))
    socket.on('connect', () => socket.write(setupRequest(cookie)))

    const advance = (): void => {
      if (step === 'setup') {
        if (received.length < 8) return
        if (received[0] !== 1) return finish(new Error('the X server refused us'))
        const length = 8 + received.readUInt16LE(6) * 4
        if (received.length < length) return
        received = received.subarray(length)
        step = 'atom'
        socket.write(internAtom(`_NET_SYSTEM_TRAY_S${screen}`))
      }
      if (received.length < replyLength) return
      if (received[0] !== 1) return finish(new Error('the X server answered with an error'))
      const value = received.readUInt32LE(8)
      received = received.subarray(replyLength)
      // No such atom: nobody has ever asked for this tray.
      if (step === 'owner' || value === 0) return finish(value !== 0)
      step = 'owner'
      socket.write(getSelectionOwner(value))
    }
    socket.on('data', (chunk) => {
      received = Buffer.concat([received, chunk])
      advance()
    })
  })
}

/** Whether the X server that the environment names has a tray. False when there is no server on this computer. */
export async function hasXEmbedTray(env: Readonly<Record<string, string | undefined>>): Promise<boolean> {
  const display = localDisplay(env['DISPLAY'])
  // In a Wayland session Electron draws without X, so an X tray would stay empty.
  if (display === undefined || env['XDG_SESSION_TYPE'] === 'wayland') return false
  const file = env['XAUTHORITY'] ?? `${env['HOME'] ?? ''}/.Xauthority`
  const cookie = await readFile(file).then(
    (bytes) => cookieFor(bytes, display.number),
    // No such file: the server asks for no cookie, or refuses us and says so.
    () => undefined,
  )
  return hasSelectionOwner(`/tmp/.X11-unix/X${display.number}`, display.screen, cookie)
}
