/** What photos, and other files that come with a text, are called, and why one is not there. */
import { missingCase } from '../../../shared/errors.ts'
import type { Media } from '../../../shared/model/media.ts'
import type { MediaRefusal } from '../../../shared/model/media.ts'

/** `Photo from Maria`, `Photo 2 of 3 from Maria`. */
export function photoName(index: number, count: number, who: string): string {
  return count === 1 ? `Photo from ${who}` : `Photo ${index + 1} of ${count} from ${who}`
}

const typeNames: Readonly<Record<string, string>> = {
  'application/pdf': 'PDF',
  'text/vcard': 'Contact',
  'text/calendar': 'Calendar entry',
  'image/heic': 'Photo (HEIC)',
  'image/avif': 'Photo (AVIF)',
  'image/tiff': 'Photo (TIFF)',
}

/** What a file is, by its MIME type: `PDF`, `Video`. */
export function fileName(type: string): string {
  const known = Object.hasOwn(typeNames, type) ? typeNames[type] : undefined
  if (known !== undefined) return known
  const family = type.split('/')[0]
  if (family === 'video') return 'Video'
  if (family === 'audio') return 'Voice or sound'
  return family === 'image' ? 'Large photo' : 'File'
}

/** `900 bytes`, `48 KB`, `1.2 MB`. */
export function sizeWords(bytes: number): string {
  if (bytes < 1000) return `${bytes} bytes`
  if (bytes < 999_500) return `${Math.round(bytes / 1000)} KB`
  return `${(bytes / 1_000_000).toFixed(1)} MB`
}

export interface AbsenceWords {
  /** Short: fits a small tile. */
  readonly what: string
  readonly why: string
}

/** Why a photo is not shown. `undefined` while it is on its way for the first time. */
export function absenceWords(media: Exclude<Media, { state: 'stored' }>): AbsenceWords | undefined {
  switch (media.state) {
    case 'waiting':
      if (!media.late) return undefined
      return { what: 'Not here yet', why: 'It did not come at once. Tern tries again by itself.' }
    case 'expired':
      return {
        what: 'Photo expired',
        why: 'It could not be fetched any more: links to photos work for a short time.',
      }
    case 'refused':
      return { what: 'Photo not fetched', why: refusalWords(media.reason) }
    default:
      return missingCase(media)
  }
}

function refusalWords(reason: MediaRefusal): string {
  switch (reason) {
    case 'address':
      return 'Its address is not one that Tern fetches from.'
    case 'private':
      return 'Its address leads into a private network.'
    case 'tooLarge':
      return 'It is larger than 16 MB.'
    case 'wrongType':
      return 'It is not a photo, nor another file that texts carry.'
    default:
      return missingCase(reason)
  }
}

/** Why a photo that is here is not seen. */
export const unreadableWords: AbsenceWords = {
  what: 'Cannot be shown',
  why: 'Its file on this computer is missing or damaged.',
}
