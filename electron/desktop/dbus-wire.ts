/**
 * As much of the D-Bus wire format as asking the session bus a few questions needs: method calls with string
 * arguments out; replies, errors and signals in. Source: D-Bus Specification 0.43, "Message Protocol".
 */

export interface BusCall {
  readonly destination: string
  readonly path: string
  readonly interface: string
  readonly member: string
  /** Every argument is a string. */
  readonly args: readonly string[]
}

export interface BusMessage {
  readonly type: 'return' | 'error' | 'signal' | 'other'
  /** Serial of the call that this answers. */
  readonly replyTo: number | undefined
  readonly member: string | undefined
  readonly signature: string
  readonly body: Buffer
}

const messageTypes: Readonly<Record<number, BusMessage['type']>> = { 2: 'return', 3: 'error', 4: 'signal' }
const field = { path: 1, interface: 2, member: 3, replySerial: 5, destination: 6, signature: 8 }

/** A message may be 128 MiB by the specification; none that Tern asks for comes near this. */
export const messageLimit = 1024 * 1024

const align = (offset: number, to: number): number => Math.ceil(offset / to) * to

/** Collects little-endian values, each at its alignment. */
function writer() {
  const bytes: number[] = []
  const pad = (to: number): void => {
    while (bytes.length % to !== 0) bytes.push(0)
  }
  const u32 = (value: number): void => {
    pad(4)
    const word = Buffer.alloc(4)
    word.writeUInt32LE(value)
    bytes.push(...word)
  }
  return {
    pad,
    u32,
    byte: (value: number): void => void bytes.push(value),
    string: (value: string): void => {
      const text = Buffer.from(value, 'utf8')
      u32(text.length)
      bytes.push(...text, 0)
    },
    signature: (value: string): void => void bytes.push(value.length, ...Buffer.from(value, 'latin1'), 0),
    done: (): Buffer => Buffer.from(bytes),
  }
}

/** The bytes of a method call. */
export function encodeCall(call: BusCall, serial: number): Buffer {
  const body = writer()
  for (const arg of call.args) body.string(arg)
  const bodyBytes = body.done()

  const fields = writer()
  const put = (code: number, type: 'o' | 's' | 'g', value: string): void => {
    fields.pad(8)
    fields.byte(code)
    fields.signature(type)
    if (type === 'g') fields.signature(value)
    else fields.string(value)
  }
  put(field.path, 'o', call.path)
  put(field.interface, 's', call.interface)
  put(field.member, 's', call.member)
  put(field.destination, 's', call.destination)
  if (call.args.length > 0) put(field.signature, 'g', 's'.repeat(call.args.length))
  const fieldBytes = fields.done()

  const head = Buffer.alloc(16)
  // Little-endian, method call, no flags, protocol 1.
  head.set([0x6c, 1, 0, 1])
  head.writeUInt32LE(bodyBytes.length, 4)
  head.writeUInt32LE(serial, 8)
  head.writeUInt32LE(fieldBytes.length, 12)
  const padding = Buffer.alloc(align(16 + fieldBytes.length, 8) - 16 - fieldBytes.length)
  return Buffer.concat([head, fieldBytes, padding, bodyBytes])
}

interface Reader {
  readonly u32: () => number
  readonly byte: () => number
  readonly string: () => string
  readonly signature: () => string
  readonly to: (alignment: number) => void
  readonly at: () => number
}

/** Reads values at their alignment; throws `RangeError` beyond the end, as Node's Buffer does. */
function reader(bytes: Buffer, start: number, little: boolean): Reader {
  let offset = start
  const to = (alignment: number): void => {
    offset = align(offset, alignment)
  }
  const byte = (): number => bytes.readUInt8(offset++)
  const u32 = (): number => {
    to(4)
    offset += 4
    return little ? bytes.readUInt32LE(offset - 4) : bytes.readUInt32BE(offset - 4)
  }
  const text = (length: number): string => {
    if (offset + length + 1 > bytes.length) throw new RangeError('string beyond the end of the message')
    offset += length + 1
    return bytes.toString('utf8', offset - length - 1, offset - 1)
  }
  return { to, byte, u32, string: () => text(u32()), signature: () => text(byte()), at: () => offset }
}

/** Whole length of the message that the bytes start with, or undefined when its head is not complete yet. */
export function messageLength(bytes: Buffer): number | undefined {
  if (bytes.length < 16) return undefined
  const little = bytes[0] === 0x6c
  const read = (at: number): number => (little ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at))
  return align(16 + read(12), 8) + read(4)
}

/** Reads one whole message. Throws when it is not one. */
export function decodeMessage(bytes: Buffer): BusMessage {
  const little = bytes[0] === 0x6c
  const head = reader(bytes, 12, little)
  const fieldsEnd = 16 + head.u32()
  let replyTo: number | undefined
  let member: string | undefined
  let signature = ''
  while (head.at() < fieldsEnd) {
    head.to(8)
    const code = head.byte()
    const type = head.signature()
    const value = type === 'u' ? head.u32() : type === 'g' ? head.signature() : head.string()
    if (code === field.replySerial && typeof value === 'number') replyTo = value
    if (code === field.member && typeof value === 'string') member = value
    if (code === field.signature && typeof value === 'string') signature = value
  }
  const body = bytes.subarray(align(fieldsEnd, 8))
  return { type: messageTypes[bytes.readUInt8(1)] ?? 'other', replyTo, member, signature, body }
}

/** A boolean answer, plain or in a variant; undefined when it is something else. */
export function booleanOf({ signature, body }: BusMessage): boolean | undefined {
  if (signature === 'b') return reader(body, 0, true).u32() === 1
  if (signature !== 'v') return undefined
  const read = reader(body, 0, true)
  return read.signature() === 'b' ? read.u32() === 1 : undefined
}

/** An answer that is a list of strings; undefined when it is something else. */
export function stringsOf({ signature, body }: BusMessage): string[] | undefined {
  if (signature !== 'as') return undefined
  const read = reader(body, 0, true)
  const end = 4 + read.u32()
  const strings: string[] = []
  while (read.at() < end) strings.push(read.string())
  return strings
}
