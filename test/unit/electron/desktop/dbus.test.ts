import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { busSockets } from '../../../../electron/desktop/dbus.ts'
import {
  booleanOf,
  decodeMessage,
  encodeCall,
  messageLength,
  stringsOf,
} from '../../../../electron/desktop/dbus-wire.ts'

describe('where the session bus is', () => {
  it.each([
    [{ DBUS_SESSION_BUS_ADDRESS: 'unix:path=/run/user/1000/bus' }, ['/run/user/1000/bus']],
    [{ DBUS_SESSION_BUS_ADDRESS: 'unix:path=/tmp/dbus-x,guid=0123' }, ['/tmp/dbus-x']],
    [{ DBUS_SESSION_BUS_ADDRESS: 'unix:abstract=/tmp/dbus-y,guid=1' }, ['\0/tmp/dbus-y']],
    [{ DBUS_SESSION_BUS_ADDRESS: 'tcp:host=h,port=1;unix:path=/a%2cb' }, ['/a,b']],
    [{ XDG_RUNTIME_DIR: '/run/user/7' }, ['/run/user/7/bus']],
    [{ DBUS_SESSION_BUS_ADDRESS: 'autolaunch:', XDG_RUNTIME_DIR: '/run/user/7' }, ['/run/user/7/bus']],
    [{}, []],
  ])('%j', (env, sockets) => {
    expect(busSockets(env)).toEqual(sockets)
  })
})

const call = {
  destination: 'org.freedesktop.DBus',
  path: '/org/freedesktop/DBus',
  interface: 'org.freedesktop.DBus',
  member: 'NameHasOwner',
  args: ['org.kde.StatusNotifierWatcher'],
}

/** A reply as a bus writes one, for the reading side. */
function reply(type: number, replyTo: number, signature: string, body: Buffer): Buffer {
  const fields = Buffer.concat([
    Buffer.from([5, 1, 0x75, 0]),
    Buffer.from(Uint32Array.of(replyTo).buffer),
    Buffer.from([8, 1, 0x67, 0, signature.length, ...Buffer.from(signature), 0]),
  ])
  const head = Buffer.alloc(16)
  head.set([0x6c, type, 0, 1])
  head.writeUInt32LE(body.length, 4)
  head.writeUInt32LE(9, 8)
  head.writeUInt32LE(fields.length, 12)
  return Buffer.concat([head, fields, Buffer.alloc((8 - ((16 + fields.length) % 8)) % 8), body])
}
const word = (value: number): Buffer => Buffer.from(Uint32Array.of(value).buffer)

describe('the wire', () => {
  it('writes a call whose head tells its length', () => {
    const bytes = encodeCall(call, 1)
    expect(messageLength(bytes)).toBe(bytes.length)
    expect(decodeMessage(bytes)).toMatchObject({ type: 'other', member: 'NameHasOwner', signature: 's' })
  })

  it('does so whatever the names', () => {
    fc.assert(
      fc.property(
        fc.string({ maxLength: 60 }),
        fc.array(fc.string({ maxLength: 60 }), { maxLength: 4 }),
        (member, args) => {
          const bytes = encodeCall({ ...call, member, args }, 7)
          expect(messageLength(bytes)).toBe(bytes.length)
          expect(decodeMessage(bytes).member).toBe(member)
        },
      ),
    )
  })

  it('reads booleans, plain and in a variant', () => {
    expect(booleanOf(decodeMessage(reply(2, 1, 'b', word(1))))).toBe(true)
    expect(booleanOf(decodeMessage(reply(2, 1, 'b', word(0))))).toBe(false)
    expect(
      booleanOf(decodeMessage(reply(2, 1, 'v', Buffer.concat([Buffer.from([1, 0x62, 0, 0]), word(1)])))),
    ).toBe(true)
    expect(
      booleanOf(decodeMessage(reply(2, 1, 'v', Buffer.concat([Buffer.from([1, 0x75, 0, 0]), word(1)])))),
    ).toBeUndefined()
    expect(booleanOf(decodeMessage(reply(2, 1, '', Buffer.alloc(0))))).toBeUndefined()
  })

  it('reads a list of strings', () => {
    const one = Buffer.concat([word(1), Buffer.from('a\0'), Buffer.alloc(2)])
    const body = Buffer.concat([word(one.length + 6), one, word(1), Buffer.from('b\0')])
    expect(stringsOf(decodeMessage(reply(2, 3, 'as', body)))).toEqual(['a', 'b'])
    expect(stringsOf(decodeMessage(reply(2, 3, 's', word(0))))).toBeUndefined()
  })

  it('knows replies, errors and what they answer', () => {
    expect(decodeMessage(reply(2, 5, '', Buffer.alloc(0)))).toMatchObject({ type: 'return', replyTo: 5 })
    expect(decodeMessage(reply(3, 6, '', Buffer.alloc(0)))).toMatchObject({ type: 'error', replyTo: 6 })
  })

  it('waits for a whole head and never hangs on rubbish', () => {
    expect(messageLength(Buffer.alloc(15))).toBeUndefined()
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 16, maxLength: 200 }), (bytes) => {
        try {
          decodeMessage(Buffer.from(bytes))
        } catch (thrown) {
          expect(thrown).toBeInstanceOf(RangeError)
        }
      }),
      { numRuns: 1000 },
    )
  })
})
