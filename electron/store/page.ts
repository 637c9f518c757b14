import type { Page } from './store.ts'

/** A page made of rows that were read with one more than `limit`: the extra one only tells that there is more. */
export function pageOf<Row, T>(rows: readonly Row[], limit: number, read: (row: Row) => T): Page<T> {
  return { items: rows.slice(0, limit).map(read), more: rows.length > limit }
}
