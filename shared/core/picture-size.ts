/** How large a picture is, read from its header, without unpacking it. */

export interface PictureSize {
  readonly width: number
  readonly height: number
}

/** Pixels of a picture of the given type; undefined when its header does not tell. */
export function pictureSize(
  bytes: Uint8Array,
  type: 'image/png' | 'image/jpeg' | 'image/gif' | 'image/webp',
): PictureSize | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  try {
    const size = readers[type](view)
    return size !== undefined && size.width > 0 && size.height > 0 ? size : undefined
  } catch (thrown) {
    // Reading past the end: the picture is cut off before its size.
    if (thrown instanceof RangeError) return undefined
    throw thrown
  }
}

const readers = { 'image/png': png, 'image/jpeg': jpeg, 'image/gif': gif, 'image/webp': webp } as const

/** The header is always the first part (PNG 3rd edition, 11.2.1). */
function png(view: DataView): PictureSize | undefined {
  if (word(view, 12) !== 'IHDR') return undefined
  return { width: view.getUint32(16), height: view.getUint32(20) }
}

function gif(view: DataView): PictureSize {
  return { width: view.getUint16(6, true), height: view.getUint16(8, true) }
}

/** Goes from marker to marker up to the frame's header (ITU T.81, B.1.1). */
function jpeg(view: DataView): PictureSize | undefined {
  let at = 2
  for (;;) {
    if (view.getUint8(at) !== 0xff) return undefined
    const marker = view.getUint8(at + 1)
    if (marker === 0xff) at += 1
    else if (isFrame(marker)) return { height: view.getUint16(at + 5), width: view.getUint16(at + 7) }
    else if (marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8)) at += 2
    else if (marker === 0xd9 || marker === 0xda) return undefined
    else at += 2 + Math.max(2, view.getUint16(at + 2))
  }
}

/** SOF0 to SOF15; three numbers of that row are other things. */
const isFrame = (marker: number): boolean =>
  marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)

/** https://developers.google.com/speed/webp/docs/riff_container */
function webp(view: DataView): PictureSize | undefined {
  switch (word(view, 12)) {
    case 'VP8 ':
      return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff }
    case 'VP8L': {
      const bits = view.getUint32(21, true)
      return { width: (bits & 0x3fff) + 1, height: ((bits >> 14) & 0x3fff) + 1 }
    }
    case 'VP8X':
      return { width: uint24(view, 24) + 1, height: uint24(view, 27) + 1 }
    default:
      return undefined
  }
}

const uint24 = (view: DataView, at: number): number =>
  view.getUint16(at, true) + view.getUint8(at + 2) * 0x10000

const word = (view: DataView, at: number): string =>
  String.fromCharCode(view.getUint8(at), view.getUint8(at + 1), view.getUint8(at + 2), view.getUint8(at + 3))
