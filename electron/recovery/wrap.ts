/**
 * The store's key, sealed by a recovery code: scrypt makes a key of the code, AES-256-GCM seals with it. The code has
 * 130 random bits, so that nobody guesses it at any speed; scrypt is there so that this stays so for years.
 */
import { createCipheriv, createDecipheriv, randomBytes, scrypt } from 'node:crypto'
import * as v from 'valibot'
import { fitsNote, keyNote } from '../store/key.ts'

const base64 = (bytes: number) =>
  v.pipe(
    v.string(),
    v.base64(),
    v.check((text) => Buffer.from(text, 'base64').length === bytes),
  )

const keyBytes = 32
const tagBytes = 16

/** Takes 128 MB and about half a second. */
const usual = { n: 2 ** 17, r: 8, p: 1 } as const
/** What a file may ask for at most, so that a damaged one does not take all memory. */
const mostMemory = 512 * 1024 * 1024
const memoryOf = ({ n, r }: { readonly n: number; readonly r: number }): number => 128 * n * r

const Strength = v.pipe(
  v.object({
    n: v.pipe(
      v.number(),
      v.integer(),
      v.minValue(2 ** 14),
      v.check((n) => Number.isInteger(Math.log2(n))),
    ),
    r: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(64)),
    p: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(16)),
  }),
  v.check((asked) => memoryOf(asked) <= mostMemory),
)

/** One sealed key, as `recovery.json` holds it. Nothing in it helps without the code. */
export const Kit = v.object({
  /** Epoch milliseconds. */
  madeAt: v.pipe(v.number(), v.integer()),
  /** Of scrypt. */
  strength: Strength,
  salt: base64(16),
  iv: base64(12),
  /** The key and GCM's tag. */
  sealed: base64(keyBytes + tagBytes),
  /** By which the sealed key is known again without the code: `keyNote`. */
  keyNote: v.pipe(v.string(), v.regex(/^[0-9a-f]{32}:[0-9a-f]{64}$/)),
})
export type Kit = v.InferOutput<typeof Kit>

/**
 * Seals the store's key.
 * @param key 64 hexadecimal digits
 * @param code as `makeCode` makes it
 * @param madeAt epoch milliseconds
 * @param strength for tests
 */
export async function sealKey(
  key: string,
  code: string,
  madeAt: number,
  strength: Kit['strength'] = usual,
): Promise<Kit> {
  const salt = randomBytes(16)
  const iv = randomBytes(12)
  const open = { madeAt, strength, salt: salt.toString('base64'), keyNote: keyNote(key) }
  const cipher = createCipheriv('aes-256-gcm', await keyOf(code, salt, strength), iv)
  cipher.setAAD(openPart(open))
  const sealed = Buffer.concat([cipher.update(key, 'hex'), cipher.final(), cipher.getAuthTag()])
  return { ...open, iv: iv.toString('base64'), sealed: sealed.toString('base64') }
}

/** The key in a kit; undefined when the code is another one, or the kit is not as it was made. */
export async function openKit(kit: Kit, code: string): Promise<string | undefined> {
  const bytes = Buffer.from(kit.sealed, 'base64')
  const wrapping = await keyOf(code, Buffer.from(kit.salt, 'base64'), kit.strength)
  const decipher = createDecipheriv('aes-256-gcm', wrapping, Buffer.from(kit.iv, 'base64'), {
    authTagLength: tagBytes,
  })
  decipher.setAAD(openPart(kit)).setAuthTag(bytes.subarray(keyBytes))
  const key = decipher.update(bytes.subarray(0, keyBytes))
  try {
    decipher.final()
  } catch {
    // Node says no more than that the tag does not fit, which is the answer.
    return undefined
  }
  return key.toString('hex')
}

/** Whether a kit holds this key, known without its code. */
export const holdsKey = (kit: Kit, key: string): boolean => fitsNote(kit.keyNote, key) === true

/** What stands in the file in clear, and is signed with the rest. */
function openPart({
  madeAt,
  strength: { n, r, p },
  salt,
  keyNote: note,
}: Omit<Kit, 'iv' | 'sealed'>): Buffer {
  return Buffer.from(JSON.stringify(['tern recovery 1', madeAt, n, r, p, salt, note]))
}

/** Runs in Node's own threads: the main one goes on. */
function keyOf(code: string, salt: Buffer, asked: Kit['strength']): Promise<Buffer> {
  const { n, r, p } = asked
  const options = { N: n, r, p, maxmem: 2 * memoryOf(asked) }
  return new Promise((resolve, reject) => {
    scrypt(code, salt, keyBytes, options, (thrown, key) => {
      if (thrown === null) resolve(key)
      else reject(thrown)
    })
  })
}
