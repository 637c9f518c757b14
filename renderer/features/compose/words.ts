import { bodyLimit, type SegmentCount } from '../../../shared/core/segments.ts'

const number = new Intl.NumberFormat('en')

/** Names for characters that cannot be seen, or not told from their neighbours. */
const names: Readonly<Record<string, string>> = {
  '\u00A0': 'a no-break space',
  '\u202F': 'a narrow no-break space',
  '\u200B': 'a zero-width space',
  '\u200D': 'a joiner',
  '\u2028': 'a line separator',
  '\u00AD': 'a soft hyphen',
  '\uFEFF': 'a byte-order mark',
  '\uFE0F': 'an emoji mark',
  '\t': 'a tab',
}

/** A character in quotes, or by its name when it cannot be seen. */
function shown(character: string): string {
  const name = names[character]
  if (name !== undefined) return name
  if (/^[\p{C}\p{Z}]$/u.test(character)) {
    const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')
    return `the character U+${code}`
  }
  return `“${character}”`
}

export interface CounterWords {
  /** `2 segments · 63 left`. */
  readonly count: string
  /** `Unicode because of “😀”`; nothing in the usual case. */
  readonly encoding: string | undefined
  /** What is too long, or how near the limit it is. */
  readonly limit: string | undefined
  readonly tooLong: boolean
}

/** The counter under a text. */
export function counterWords(count: SegmentCount): CounterWords {
  const { segments, left, characters, unicodeBecause } = count
  const over = characters - bodyLimit
  return {
    count: `${number.format(segments)} ${segments === 1 ? 'segment' : 'segments'} · ${left} left`,
    encoding: unicodeBecause === undefined ? undefined : `Unicode because of ${shown(unicodeBecause)}`,
    limit:
      over > 0
        ? `${number.format(over)} over the ${number.format(bodyLimit)} characters that Aircall takes`
        : characters > bodyLimit - 200
          ? `${number.format(characters)} of ${number.format(bodyLimit)} characters`
          : undefined,
    tooLong: over > 0,
  }
}

/** What the encoding means, for the tooltip. */
export const encodingMeaning = {
  'GSM-7':
    'GSM-7: a segment holds 160 characters, or 153 in a longer text. Phone companies charge by the segment.',
  Unicode:
    'Unicode: one character outside the GSM-7 alphabet makes a segment hold 70 characters, or 67 in a longer text. Phone companies charge by the segment.',
} as const
