import type { Book } from '../../../../electron/reach/book.ts'

/** Writes nothing down. */
export const quietBook: Book = {
  open: () => undefined,
  step: () => undefined,
  held: () => undefined,
  released: () => undefined,
  handedBack: () => undefined,
}
