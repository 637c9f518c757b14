/** The photo that a practice customer sends: a real PNG, painted here, so that the app carries no picture file for it. */
import { crc32, deflateSync } from 'node:zlib'

const width = 320
const height = 240

/** A copper pipe across a tiled wall, with a drop under its joint. */
function colourAt(x: number, y: number): readonly [number, number, number] {
  const drop = (x - 168) ** 2 + ((y - 176) * 0.7) ** 2
  if (drop < 60) return [90, 170, 230]
  if (Math.abs(x - 160) < 22 && Math.abs(y - 110) < 30) return shade([150, 110, 60], (y - 110) / 30)
  if (Math.abs(y - 110) < 20) return shade([196, 118, 66], (y - 110) / 20)
  const grout = x % 64 < 2 || y % 64 < 2
  return grout ? [198, 204, 206] : [226 - (y >> 4), 232 - (y >> 4), 234 - (y >> 5)]
}

/** Darker towards the edges, so that it looks round. */
function shade(colour: readonly [number, number, number], offset: number): readonly [number, number, number] {
  const light = 1.15 - 0.55 * offset * offset - 0.15 * offset
  const lit = (value: number): number => Math.min(255, Math.round(value * light))
  return [lit(colour[0]), lit(colour[1]), lit(colour[2])]
}

export function paintPhoto(): Buffer {
  const row = 1 + width * 3
  const pixels = Buffer.alloc(row * height)
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) pixels.set(colourAt(x, y), y * row + 1 + x * 3)
  }
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  // 8 bits a channel, RGB, and the only methods that PNG has for the rest.
  header.set([8, 2, 0, 0, 0], 8)
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(pixels)),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

function chunk(type: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const framed = Buffer.alloc(named.length + 8)
  framed.writeUInt32BE(data.length, 0)
  named.copy(framed, 4)
  framed.writeUInt32BE(crc32(named), named.length + 4)
  return framed
}
