/** A certificate that signs itself, for servers on loopback: made anew for each test, so that no key is kept in a file. */
import { generateKeyPairSync, sign } from 'node:crypto'

export interface Certificate {
  readonly cert: string
  readonly key: string
}

const der = (tag: number, ...parts: Uint8Array[]): Buffer => {
  const content = Buffer.concat(parts)
  const length = content.length
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 0xff]
  return Buffer.concat([Buffer.from([tag, ...size]), content])
}
const sequence = (...parts: Uint8Array[]): Buffer => der(0x30, ...parts)
const bytes = (tag: number, hex: string): Buffer => der(tag, Buffer.from(hex, 'hex'))
const bits = (content: Uint8Array): Buffer => der(0x03, Buffer.from([0]), content)
const text = (tag: number, value: string): Buffer => der(tag, Buffer.from(value, 'latin1'))

// RFC 5280, and RFC 5758 for the signature.
const ecdsaWithSha256 = sequence(bytes(0x06, '2a8648ce3d040302'))
const commonName = bytes(0x06, '550403')
const subjectAltName = bytes(0x06, '551d11')

/** For one host name, good for a day around now. */
export function makeCertificate(host: string): Certificate {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const name = sequence(der(0x31, sequence(commonName, text(0x0c, host))))
  const time = (ms: number): Buffer =>
    text(0x17, `${new Date(Date.now() + ms).toISOString().replace(/[-:T]/g, '').slice(2, 14)}Z`)
  const names = sequence(subjectAltName, der(0x04, sequence(text(0x82, host))))
  const body = sequence(
    der(0xa0, bytes(0x02, '02')),
    bytes(0x02, '01'),
    ecdsaWithSha256,
    name,
    sequence(time(-3_600_000), time(82_800_000)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, sequence(names)),
  )
  const whole = sequence(body, ecdsaWithSha256, bits(sign('sha256', body, privateKey)))
  const lines = whole.toString('base64').replace(/.{64}/g, '$&\n')
  return {
    cert: `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`,
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  }
}
