/** What a file is, by its content. Never by its name or by what a server says: both are a stranger's word. */
import { pictureSize } from './picture-size.ts'

export interface MediaType {
  /** MIME type. */
  readonly type: string
  /** `image`: the window can show it. */
  readonly kind: 'image' | 'file'
}

/**
 * The most pixels of a picture that the window shows: it takes 4 bytes for each. More is kept as a file, so that a
 * small file that unpacks into gigabytes cannot bring the window down.
 */
export const mostPixels = 50_000_000

const images = ['image/png', 'image/jpeg', 'image/gif', 'image/webp'] as const
type ImageType = (typeof images)[number]

/** Types that are kept and can be saved, with the ending of a saved file's name. Nothing here runs when it is opened. */
const endings = {
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'image/gif': 'gif',
  'image/webp': 'webp',
  'image/heic': 'heic',
  'image/avif': 'avif',
  'image/tiff': 'tif',
  'video/mp4': 'mp4',
  'video/3gpp': '3gp',
  'video/quicktime': 'mov',
  'video/webm': 'webm',
  'audio/mp4': 'm4a',
  'audio/mpeg': 'mp3',
  'audio/aac': 'aac',
  'audio/amr': 'amr',
  'audio/ogg': 'ogg',
  'audio/wav': 'wav',
  'application/pdf': 'pdf',
  'text/vcard': 'vcf',
  'text/calendar': 'ics',
} as const
type KnownType = keyof typeof endings

/** The ending of a file's name for a type, without the dot; `bin` for one that is not known. */
export function endingOf(type: string): string {
  return Object.hasOwn(endings, type) ? endings[type as KnownType] : 'bin'
}

/** Reads the type; undefined for anything that is not known, a page of HTML and a program among them. */
export function readMediaType(bytes: Uint8Array): MediaType | undefined {
  const type = typeOf(bytes)
  if (type === undefined) return undefined
  if (!isImage(type)) return { type, kind: 'file' }
  const size = pictureSize(bytes, type)
  const shown = size !== undefined && size.width * size.height <= mostPixels
  return { type, kind: shown ? 'image' : 'file' }
}

const isImage = (type: KnownType): type is ImageType => (images as readonly string[]).includes(type)

function typeOf(bytes: Uint8Array): KnownType | undefined {
  const start = latin1(bytes, 0, 16)
  const begins = (with_: string): boolean => start.startsWith(with_)
  if (begins('\x89PNG\r\n\x1a\n')) return 'image/png'
  if (begins('\xff\xd8\xff')) return 'image/jpeg'
  if (begins('GIF87a') || begins('GIF89a')) return 'image/gif'
  if (begins('RIFF')) return riffTypes[start.slice(8, 12)]
  if (start.slice(4, 8) === 'ftyp') return isoType(start.slice(8, 12))
  if (begins('II*\0') || begins('MM\0*')) return 'image/tiff'
  if (begins('%PDF-')) return 'application/pdf'
  if (begins('\x1a\x45\xdf\xa3')) return 'video/webm'
  if (begins('OggS')) return 'audio/ogg'
  if (begins('#!AMR')) return 'audio/amr'
  if (begins('ID3')) return 'audio/mpeg'
  return audioFrame(bytes) ?? textType(latin1(bytes, 0, 32))
}

const riffTypes: Readonly<Record<string, KnownType>> = { WEBP: 'image/webp', WAVE: 'audio/wav' }

/** By the brand of an ISO base media file (ISO/IEC 14496-12); the list of them is at https://mp4ra.org. */
function isoType(brand: string): KnownType {
  if (/^(hei[cxmsv]|hev[cxms]|mif1|msf1)$/.test(brand)) return 'image/heic'
  if (/^avi[fs]$/.test(brand)) return 'image/avif'
  if (/^3g/.test(brand)) return 'video/3gpp'
  if (brand === 'qt  ') return 'video/quicktime'
  if (/^M4[AB]/.test(brand)) return 'audio/mp4'
  return 'video/mp4'
}

/** MPEG audio without a tag before it: 11 bits of ones, then version and layer. Layer 0 is AAC. */
function audioFrame(bytes: Uint8Array): KnownType | undefined {
  const [first = 0, second = 0] = bytes
  if (first !== 0xff || (second & 0xe0) !== 0xe0) return undefined
  const version = (second >> 3) & 3
  const layer = (second >> 1) & 3
  if (layer === 0) return (second & 0xf6) === 0xf0 ? 'audio/aac' : undefined
  return version === 1 ? undefined : 'audio/mpeg'
}

function textType(start: string): KnownType | undefined {
  const [, what] = /^(?:\xef\xbb\xbf)?\s*BEGIN:(VCARD|VCALENDAR)\s/i.exec(start) ?? []
  if (what === undefined) return undefined
  return what.toUpperCase() === 'VCARD' ? 'text/vcard' : 'text/calendar'
}

function latin1(bytes: Uint8Array, from: number, to: number): string {
  return String.fromCharCode(...bytes.subarray(from, to))
}
