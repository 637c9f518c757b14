/** The longest body of an answer that is read: Aircall's longest, a page of 50 numbers, is far below. Bytes. */
export const bodyCap = 1024 * 1024

export const tooLong = (): Error => new Error(`answer is longer than ${String(bodyCap)} bytes`)
