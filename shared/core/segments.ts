/**
 * How a text is cut into segments, after 3GPP TS 23.038 (the alphabet) and TS 23.040 (the header that joins the
 * parts of a long text). Operators bill by the segment, so the composer shows them before anything is sent.
 */

/** Aircall takes at most this many characters in one text, counted by {@link bodyLength}. */
export const bodyLimit = 1600

// TS 23.038, 6.2.1: the default alphabet without the escape code, 127 characters of one unit each.
const basic = new Set(
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?' +
    '¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà',
)
// TS 23.038, 6.2.1.1: reached by an escape code, so each takes two units.
const extension = new Set('\f^{}\\[~]|€')

const room = {
  'GSM-7': { single: 160, joined: 153 },
  Unicode: { single: 70, joined: 67 },
} as const

export interface SegmentCount {
  readonly encoding: keyof typeof room
  /** 0 for an empty text. */
  readonly segments: number
  /** 7-bit or 16-bit units that the text takes; an extension character or an emoji takes two. */
  readonly units: number
  /** Units still free in the last segment. */
  readonly left: number
  /** What counts against {@link bodyLimit}. */
  readonly characters: number
  /** The first character that is not in the GSM-7 alphabet, which makes the whole text Unicode. */
  readonly unicodeBecause?: string
}

/**
 * Length of a text as it counts against {@link bodyLimit}. Aircall does not say how it counts; UTF-16 units (an emoji
 * is at least two) are the strictest usual way, so that a text that passes here is not refused there.
 */
export const bodyLength = (text: string): number => text.length

/** Counts the segments of a text; see {@link SegmentCount}. */
export function countSegments(text: string): SegmentCount {
  const characters = bodyLength(text)
  const unicodeBecause = firstOutsideGsm7(text)
  if (unicodeBecause === undefined) return { ...fill('GSM-7', text), characters }
  return { ...fill('Unicode', text), characters, unicodeBecause }
}

function firstOutsideGsm7(text: string): string | undefined {
  for (const character of text) {
    if (!basic.has(character) && !extension.has(character)) return character
  }
  return undefined
}

/** Fills segments one after the other; a pair (escape and character, or two surrogates) is never split between two. */
function fill(encoding: keyof typeof room, text: string): Omit<SegmentCount, 'characters'> {
  const { single, joined } = room[encoding]
  const width = (character: string): number =>
    encoding === 'Unicode' ? character.length : extension.has(character) ? 2 : 1

  let units = 0
  let segments = 0
  let used: number = joined
  for (const character of text) {
    const needs = width(character)
    units += needs
    if (used + needs > joined) {
      segments += 1
      used = 0
    }
    used += needs
  }
  if (units <= single) return { encoding, segments: Math.min(segments, 1), units, left: single - units }
  return { encoding, segments, units, left: joined - used }
}
