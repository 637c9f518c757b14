/** What the lists show of a text: one line of it, and whether it is nothing but emoji. */

/** Length of {@link previewLine}, in UTF-16 units. */
export const previewLimit = 160

/**
 * The first characters of a text on one line: line breaks and runs of spaces become one space.
 * Never ends inside a surrogate pair.
 */
export function previewLine(text: string, limit: number = previewLimit): string {
  // No more than this much of a text can matter, so a very long one costs no more than a short one.
  const line = text
    .slice(0, limit * 8)
    .replace(/\s+/gu, ' ')
    .trim()
  if (line.length <= limit) return line.replace(/[\uD800-\uDBFF]$/, '')
  return line.slice(0, limit).replace(/[\uD800-\uDBFF]$/, '')
}

// One emoji as people see it: a flag, a keycap, or a picture with its skin tone, variation and joined pictures.
const picture =
  '\\p{Extended_Pictographic}(?:\\uFE0F|\\p{Emoji_Modifier})?(?:[\\u{E0020}-\\u{E007E}]+\\u{E007F})?'
const emoji = `(?:\\p{RI}\\p{RI}|[0-9#*]\\uFE0F?\\u20E3|${picture}(?:\\u200D${picture})*)`
const onlyEmoji = new RegExp(`^(?:${emoji}\\s*){1,6}$`, 'u')

/** Whether a text is one to six emoji and nothing else; such a text is shown larger. */
export function isEmojiOnly(text: string): boolean {
  const trimmed = text.trim()
  // 6 of the longest emoji (a family of four with tones) stay well under this.
  return trimmed.length > 0 && trimmed.length <= 200 && onlyEmoji.test(trimmed)
}
